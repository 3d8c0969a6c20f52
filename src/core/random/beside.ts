import { base, memoryDoubles, reserve } from "./kernel.ts";

/**
 * Runs a call of the module that replaces numbers by what it makes of them and of others beside them, two at a time.
 *
 * @param values the first `count` are replaced
 * @param call gets the places of both in bytes, and an even number: where `count` is odd, a last pair has zeros behind it
 * @source none: bookkeeping
 */
export function replaceBeside(
  values: Float64Array,
  others: Float64Array,
  count: number,
  call: (values: number, others: number, n: number) => void,
): void {
  const even = count + (count & 1);
  reserve(base + 16 * even);
  const memory = memoryDoubles();
  const [from, beside] = [base / 8, base / 8 + even];
  memory[from + even - 1] = memory[beside + even - 1] = 0;
  memory.set(count < values.length ? values.subarray(0, count) : values, from);
  memory.set(count < others.length ? others.subarray(0, count) : others, beside);
  call(8 * from, 8 * beside, even);
  values.set(memory.subarray(from, from + count));
}
