import { readdirSync, readFileSync } from "node:fs";

/** Resident memory of a run's processes over time, in MiB: of one kind of process together at each look. */
export interface Memory {
  /** Node: command line, worker and its threads, DuckDB. */
  readonly ouro: readonly number[];
  /** The embedded Temporal server. */
  readonly server: readonly number[];
}

const everyMs = 500;
const pageKiB = 4;

/**
 * Watches all processes whose environment holds `mark` until it is stopped. Reads /proc: elsewhere there is nothing to
 * see, and all sizes are 0.
 */
export function watchMemory(mark: string): { stop(): Memory } {
  const seen = { ouro: [0], server: [0] };
  const timer = setInterval(() => {
    const sizes = { ouro: 0, server: 0 };
    for (const pid of marked(mark)) {
      const program = read(`/proc/${pid}/cmdline`).split("\0")[0] ?? "";
      sizes[/temporal[^/]*$/.test(program) ? "server" : "ouro"] += residentMiB(pid);
    }
    seen.ouro.push(sizes.ouro);
    seen.server.push(sizes.server);
  }, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return seen;
    },
  };
}

/** The most there was in the second half of a run, beside the most in its first half: 1 where memory is flat. */
export function growth(sizes: readonly number[]): number {
  const middle = sizes.length >> 1;
  return peak(sizes.slice(middle)) / Math.max(1, peak(sizes.slice(0, middle)));
}

export function peak(sizes: readonly number[]): number {
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}

function marked(mark: string): string[] {
  try {
    return readdirSync("/proc").filter(
      (pid) => /^\d+$/.test(pid) && read(`/proc/${pid}/environ`).includes(mark),
    );
  } catch {
    return []; // no /proc
  }
}

function residentMiB(pid: string): number {
  const pages = Number(read(`/proc/${pid}/statm`).split(" ")[1] ?? 0);
  return (pages * pageKiB) / 1024;
}

/** Processes end while they are looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
