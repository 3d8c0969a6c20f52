import type { Arena } from "../arena.ts";
import type { Fault } from "../fault.ts";
import type { DiskOrder } from "../preload.ts";

const impossible = ({ parts }: Arena): string | undefined =>
  parts.folderStore ? undefined : "the store is a bucket (--store file)";

const unmounted = ({ parts }: Arena): string | undefined => {
  if (!parts.folderStore) return "the store is a bucket (--store file)";
  return parts.folderStore.mounted ? undefined : "only root may mount a small disk";
};

/** A fault of the disk that hits every first to fifth operation. */
function spoilt(mode: Exclude<DiskOrder["mode"], "well">, name: string, weight: number): Fault {
  return {
    name,
    weight,
    seconds: [0.5, 5],
    impossible,
    kills: () => 0,
    holds: () => ["disk"],
    async strike({ arena, target, seconds }) {
      const n = 1 + Math.floor(5 * target);
      await arena.parts.folderStore?.during({ mode, n, ms: 20 + 200 * target }, seconds);
      return `every ${n === 1 ? "" : `${n}. `}operation for ${seconds.toFixed(1)} s`;
    },
  };
}

export const failingDisk: Fault = spoilt("nth", "I/O errors of the disk", 3);
export const slowDisk: Fault = spoilt("slow", "slow disk", 2);
export const tornWrites: Fault = spoilt("torn", "half-written files", 3);

/** Not a byte is left on the store's disk. */
export const fullDisk: Fault = {
  name: "full disk",
  weight: 3,
  seconds: [0.5, 5],
  impossible: unmounted,
  kills: () => 0,
  holds: () => ["disk"],
  async strike({ arena, seconds }) {
    await arena.parts.folderStore?.full(seconds);
    return `${seconds.toFixed(1)} s`;
  },
};

/** The store's disk can only be read. */
export const readOnlyDisk: Fault = {
  name: "read-only disk",
  weight: 2,
  seconds: [0.5, 4],
  impossible: unmounted,
  kills: () => 0,
  holds: () => ["disk"],
  async strike({ arena, seconds }) {
    const done = await arena.parts.folderStore?.readOnly(seconds);
    return done ? `${seconds.toFixed(1)} s` : undefined; // the system refuses while files are being written
  },
};
