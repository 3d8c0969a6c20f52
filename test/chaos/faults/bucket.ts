import type { Fault } from "../fault.ts";
import type { Arena } from "../arena.ts";
import type { BucketOrder } from "../bucket-proxy.ts";

const impossible = ({ parts }: Arena): string | undefined =>
  parts.bucketStore ? undefined : "the store is a folder (--store s3)";

/** A fault of the bucket that hits every first to fifth request. */
function spoilt(mode: Exclude<BucketOrder["mode"], "well">, name: string, weight: number): Fault {
  return {
    name,
    weight,
    seconds: [0.5, 5],
    impossible,
    kills: () => 0,
    holds: () => ["proxy"],
    async strike({ arena, target, seconds }) {
      const n = 1 + Math.floor(5 * target);
      await arena.parts.bucketStore?.proxy.during({ mode, n, ms: 200 + 2000 * target }, seconds);
      return `every ${n === 1 ? "" : `${n}. `}request for ${seconds.toFixed(1)} s`;
    },
  };
}

export const busyBucket: Fault = spoilt("busy", "503 burst of the bucket", 3);
export const brokenBucket: Fault = spoilt("broken", "500 burst of the bucket", 2);
export const slowBucket: Fault = spoilt("slow", "slow bucket", 2);
export const tornUploads: Fault = spoilt("torn", "half-written uploads", 3);
export const lostAnswers: Fault = spoilt("lost", "lost answers of the bucket", 3);

/** SIGKILL of the S3 server. */
export const killBucket: Fault = {
  name: "kill -9 of the S3 server",
  weight: 3,
  seconds: [0, 3],
  impossible,
  kills: () => 0,
  holds: () => ["bucket"],
  async strike({ arena, seconds }) {
    await arena.parts.bucketStore?.killServer(seconds);
    return `${seconds.toFixed(1)} s down`;
  },
};

/** The S3 server stands still. */
export const freezeBucket: Fault = {
  name: "SIGSTOP of the S3 server",
  weight: 2,
  seconds: [0.5, 5],
  impossible,
  kills: () => 0,
  holds: () => ["bucket"],
  async strike({ arena, seconds }) {
    await arena.parts.bucketStore?.freezeServer(seconds);
    return `${seconds.toFixed(1)} s`;
  },
};
