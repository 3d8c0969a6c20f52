import { rm } from "node:fs/promises";
import { join } from "node:path";
import { audit } from "./audit.ts";
import type { Ouro } from "./ouro.ts";
import { writeSpec } from "./sweeps.ts";

/** Sweeps as they are without any fault, each run once, in a store and on a server of their own. */
export class Reference {
  readonly #folder: string;
  readonly #ouro: Ouro;
  readonly #digests: Map<string, Promise<string>> = new Map();

  constructor(folder: string, ouro: Ouro) {
    this.#folder = folder;
    this.#ouro = ouro;
  }

  /** The id of a seed's sweep. */
  async idOf(seed: number): Promise<string> {
    const { stdout } = await this.#ouro(["plan", writeSpec(this.#folder, seed), "--json"]);
    return (JSON.parse(stdout) as { sweepId: string }).sweepId;
  }

  /** The digest that its dataset must have. */
  async digestOf(seed: number, sweepId: string): Promise<string> {
    const begun = this.#digests.get(sweepId) ?? this.#run(seed, sweepId);
    this.#digests.set(sweepId, begun);
    return await begun;
  }

  async #run(seed: number, sweepId: string): Promise<string> {
    const store = join(this.#folder, "store");
    const { code, stderr } = await this.#ouro(["run", writeSpec(this.#folder, seed), "--store", store], 3600);
    if (code !== 0) throw new Error(`The undisturbed run ended with ${code}: ${stderr}`);
    const { digest } = await audit(store, sweepId);
    await rm(join(store, sweepId), { recursive: true });
    return digest;
  }
}
