import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { pinned } from "./pinning.ts";
import type { Workload } from "./workloads/workload.ts";

/** Moments of the workload's metric at the last generation, over chains: what all contestants share. */
export interface Check {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
}

/** One measurement of a contestant. */
export interface Measurement {
  /** Chain-generations done. */
  readonly work: number;
  /** Seconds of CPU, helper threads included, and of wall clock. */
  readonly cpu: number;
  readonly wall: number;
  /** Chains advanced at once. */
  readonly chains: number;
  readonly check: Check;
}

/** The answer to a workload that a contestant has no form for. */
export interface Unsupported {
  readonly unsupported: string;
}

/** What a contestant says of itself. */
export interface About {
  readonly detail: string;
  readonly [version: string]: string;
}

const stderrKept = 2000;

/**
 * A program that is measured: a process on one core that answers a JSON request a line with a JSON reply a line.
 * Ours and the peers speak the same protocol, so that both are measured alike.
 */
export class Contestant {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #replies: AsyncIterator<string>;
  readonly #command: string;
  #stderr = "";

  constructor(command: readonly string[]) {
    const [program = "", ...args] = pinned(command);
    this.#command = command.join(" ");
    this.#process = spawn(program, args, { env: { ...process.env, ...peerEnvironment } });
    this.#process.stderr.on("data", (data: Buffer) => {
      this.#stderr = (this.#stderr + data.toString()).slice(-stderrKept);
    });
    this.#process.stdin.on("error", () => undefined); // told by the missing reply
    this.#replies = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  about(): Promise<About> {
    return this.#ask({ about: true }) as Promise<About>;
  }

  /** @param seconds wall clock to aim at; the first measurement of a workload is preceded by a warm-up */
  measure(workload: Workload, seconds: number): Promise<Measurement | Unsupported> {
    return this.#ask({ workload, seconds }) as Promise<Measurement | Unsupported>;
  }

  async close(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "exit");
  }

  async #ask(request: unknown): Promise<unknown> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const reply = await this.#replies.next();
    if (reply.done) throw new Error(`${this.#command} ended without a reply.\n${this.#stderr}`);
    return JSON.parse(reply.value);
  }
}

/** Variables by which BLAS and OpenMP are kept to one thread, and Python from leaving files in the checkout. */
const peerEnvironment = {
  PYTHONDONTWRITEBYTECODE: "1",
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  BLIS_NUM_THREADS: "1",
  VECLIB_MAXIMUM_THREADS: "1",
};
