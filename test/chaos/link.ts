import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

/** One end of a cable; without a process it is in this one's network. */
export interface End {
  readonly address: string;
  readonly pid?: number;
  readonly enter?: readonly string[];
}

/** Packets arrive late, out of order, twice or never. */
export const netem: readonly string[] = ["netem", "delay", "120ms", "60ms", "loss", "8%", "duplicate", "2%"];

const execute = promisify(execFile);
/** Belongs to nobody: what is sent there gets lost, and nobody is told. */
const nobody = "02:00:00:00:de:ad";

/** A cable between two hosts, and what can happen to it. Every harm is undone when its time is over. */
export class Link {
  /** Which hosts it joins. */
  readonly name: string;
  readonly #ends: readonly [End, End];
  #device = "";

  constructor(name: string, one: End, other: End) {
    this.name = name;
    this.#ends = [one, other];
  }

  async plug(number: number): Promise<void> {
    this.#device = `cable${number}`;
    const spare = `spare${number}`;
    await execute("ip", ["link", "add", this.#device, "type", "veth", "peer", "name", spare]);
    for (const [end, device] of [
      [this.#ends[1], spare],
      [this.#ends[0], this.#device],
    ] as const) {
      if (end.pid) await execute("ip", ["link", "set", device, "netns", String(end.pid)]);
      if (device === spare) await this.#at(end, "ip", "link", "set", spare, "name", this.#device);
      await this.#at(end, "ip", "address", "add", `${end.address}/30`, "dev", this.#device);
      await this.#at(end, "ip", "link", "set", this.#device, "up");
    }
  }

  /** Nothing gets through, in both directions or in one, and nobody is told. */
  async cutOff(seconds: number, ways: "both" | "there" | "back" = "both"): Promise<void> {
    const [one, other] = this.#ends;
    const senders = { both: [one, other], there: [one], back: [other] }[ways];
    await this.#during(
      seconds,
      senders.map((end) => [
        end,
        ["ip", "neigh", "replace", this.#facing(end), "lladdr", nobody, "nud", "permanent"],
      ]),
      senders.map((end) => [end, ["ip", "neigh", "del", this.#facing(end)]]),
    );
  }

  /** Both hosts see that the cable has been pulled. */
  async pull(seconds: number): Promise<void> {
    const [one] = this.#ends;
    await this.#during(seconds, [[one, ["ip", "link", "set", "down"]]], [[one, ["ip", "link", "set", "up"]]]);
  }

  /** It is shaped as a discipline of `tc` says. */
  async shape(seconds: number, discipline: readonly string[]): Promise<void> {
    await this.#during(
      seconds,
      this.#ends.map((end) => [end, ["tc", "qdisc", "replace", "root", ...discipline]]),
      this.#ends.map((end) => [end, ["tc", "qdisc", "del", "root"]]),
    );
  }

  /** Whether this system's `tc` has a discipline. */
  async knows(discipline: readonly string[]): Promise<boolean> {
    return await this.shape(0, discipline).then(
      () => true,
      () => false,
    );
  }

  #facing(end: End): string {
    return (end === this.#ends[0] ? this.#ends[1] : this.#ends[0]).address;
  }

  async #during(
    seconds: number,
    harm: readonly (readonly [End, readonly string[]])[],
    mend: readonly (readonly [End, readonly string[]])[],
  ): Promise<void> {
    const harming = async (): Promise<void> => {
      for (const [end, command] of harm) await this.#run(end, command);
      await sleep(seconds * 1000);
    };
    const harmed = await Promise.allSettled([harming()]);
    const mended = await Promise.allSettled(mend.map(([end, command]) => this.#run(end, command)));
    for (const settled of [...harmed, ...mended]) if (settled.status === "rejected") throw settled.reason;
  }

  /** @param command names no device: it is put in where `ip` and `tc` want it */
  async #run(end: End, command: readonly string[]): Promise<void> {
    const [program = "", object = "", verb = "", ...rest] = command;
    const device = ["dev", this.#device];
    const neighbour = object === "neigh";
    await this.#at(end, program, object, verb, ...(neighbour ? [...rest, ...device] : [...device, ...rest]));
  }

  async #at(end: End, ...command: string[]): Promise<void> {
    const [program = "", ...args] = end.enter ? ["nsenter", ...end.enter, ...command] : command;
    await execute(program, args);
  }
}
