import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How a process is started; asked for at every start, since faults change it. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What a process prints once it polls for work. */
const atWork = "Worker state changed";
/** How long a fault waits for a process to be worth striking. */
const readyMs = 10_000;
const restartMs = 200;
/** A process that ends at once again and again is started less and less often. */
const longestRestartMs = 3000;

/** A process that is started again whenever it ends, as a service manager does, until it is retired. */
export class Member {
  readonly name: string;
  starts = 0;
  /** When the process that runs was started, in milliseconds since 1970. */
  startedAt = 0;
  readonly #command: () => Command;
  readonly #onEnd: (code: number | null, tail: string) => "again" | "retire";
  readonly #log: WriteStream;
  #child: ChildProcess | undefined;
  #life: Promise<void> | undefined;
  #atWork = false;
  #retired = false;
  #held: Promise<void> | undefined;

  /** @param onEnd hears how it ended and its last lines, and says whether to start it again */
  constructor(
    name: string,
    log: string,
    command: () => Command,
    onEnd: (code: number | null, tail: string) => "again" | "retire" = () => "again",
  ) {
    this.name = name;
    this.#command = command;
    this.#onEnd = onEnd;
    this.#log = createWriteStream(log, { flags: "a" });
  }

  start(): void {
    this.#life ??= this.#live();
  }

  get pid(): number | undefined {
    return this.#child?.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  /** Whether its process runs and has said that it is at work. */
  get atWork(): boolean {
    return this.#atWork && this.pid !== undefined;
  }

  /** Waits, for a while, until its process has said that it is at work. @returns whether it is */
  async ready(): Promise<boolean> {
    for (let waited = 0; waited < readyMs; waited += 50) {
      if (this.atWork) return true;
      await sleep(50);
    }
    return false;
  }

  /** @returns whether there was a process to signal */
  signal(name: NodeJS.Signals): boolean {
    return this.pid !== undefined && (this.#child?.kill(name) ?? false);
  }

  /** Resolves when the process that runs now has ended; at once where none does. */
  async gone(): Promise<void> {
    const child = this.#child;
    if (child === undefined || this.pid === undefined) return;
    await new Promise((done) => child.once("exit", done));
  }

  /** While `until` is pending the process is not started again. */
  hold(until: Promise<void>): void {
    this.#held = until;
  }

  /** Ends it for good. */
  async retire(): Promise<void> {
    this.#retired = true;
    this.#held = undefined;
    this.#child?.kill("SIGKILL");
    await this.#life;
    await new Promise((done) => this.#log.end(done));
  }

  async #live(): Promise<void> {
    let pause = restartMs;
    while (!this.#retired) {
      await this.#held;
      const began = performance.now();
      const { code, tail } = await this.#once();
      if (this.#retired || this.#onEnd(code, tail) === "retire") return;
      pause = performance.now() - began > 10_000 ? restartMs : Math.min(longestRestartMs, pause * 1.5);
      await sleep(pause);
    }
  }

  async #once(): Promise<{ code: number | null; tail: string }> {
    const { program, args, env } = this.#command();
    const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    this.startedAt = Date.now();
    this.#atWork = false;
    this.starts++;
    this.#note(`-- start ${this.starts}: ${program} ${args.join(" ")} (${child.pid})`);
    let tail = "";
    let line = "";
    const keep = (chunk: Buffer): void => {
      const text = chunk.toString();
      tail = (tail + text).slice(-2000);
      this.#atWork ||= tail.includes(atWork);
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      for (const whole of lines) this.#note(whole);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const code = await new Promise<number | null>((done) => {
      child.once("error", () => done(null));
      child.once("close", done);
    });
    this.#note(`${line}-- ended with ${code ?? child.signalCode}`);
    return { code, tail };
  }

  #note(line: string): void {
    this.#log.write(`${new Date().toISOString()} ${line}\n`);
  }
}
