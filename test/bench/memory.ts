import { readdirSync, readFileSync } from "node:fs";

/** Peak resident memory of the processes of a run, by what they are, in MiB. */
export interface Peaks {
  readonly largest: number;
  readonly together: number;
}

const everyMs = 500;
const pageKiB = 4;

/**
 * Watches all processes whose environment holds `mark` until it is stopped. Reads /proc: elsewhere there is nothing to
 * see, and the peaks are 0.
 */
export function watchMemory(mark: string): { stop(): Peaks } {
  let peaks: Peaks = { largest: 0, together: 0 };
  const look = (): void => {
    const sizes = marked(mark).map(residentMiB);
    peaks = {
      largest: Math.max(peaks.largest, ...sizes),
      together: Math.max(
        peaks.together,
        sizes.reduce((sum, size) => sum + size, 0),
      ),
    };
  };
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return peaks;
    },
  };
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
