import type { Fault } from "./fault.ts";
import { seeded } from "./random.ts";

/** A fault that will strike. */
export interface Planned {
  readonly number: number;
  /** Seconds after the fault before it. */
  readonly after: number;
  readonly fault: Fault;
  /** In [0, 1): which of the things that it may hit. */
  readonly target: number;
  /** How long it lasts. */
  readonly seconds: number;
}

/**
 * Which faults strike when, without end: a function of its arguments alone, so that a seed repeats it. Every kind comes
 * among the first `count` where there is room for all; the others follow their weights.
 *
 * @param pace seconds between two faults, on average
 */
export function* schedule(
  seed: number,
  faults: readonly Fault[],
  count: number,
  pace: number,
): Generator<Planned, never> {
  const random = seeded(seed);
  const order = shuffled(faults, random);
  const step = Math.max(1, Math.floor(count / faults.length));
  for (let number = 0; ; number++) {
    const after = pace * (0.25 + 1.5 * random());
    const due = number % step === 0 ? order.pop() : undefined;
    const fault = due ?? weighted(faults, random());
    const [from, to] = fault.seconds;
    const target = random();
    // Most are short; the cube lets a few last as long as they may.
    const seconds = from + (to - from) * random() ** 3;
    yield { number: number + 1, after, fault, target, seconds };
  }
}

function weighted(faults: readonly Fault[], share: number): Fault {
  let left = share * faults.reduce((sum, { weight }) => sum + weight, 0);
  for (const fault of faults) {
    left -= fault.weight;
    if (left < 0) return fault;
  }
  return faults.at(-1) as Fault;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
