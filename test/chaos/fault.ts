import type { Arena } from "./arena.ts";

/** What a fault does to one run of the suite. */
export interface Strike {
  readonly arena: Arena;
  /** In [0, 1): which of the things that it may hit. */
  readonly target: number;
  readonly seconds: number;
}

/** One kind of trouble. A file a group, a line in `faults/all.ts`. */
export interface Fault {
  readonly name: string;
  /** How often, against the others. */
  readonly weight: number;
  /** It lasts at least and at most so long. */
  readonly seconds: readonly [from: number, to: number];
  /** Why it cannot strike here; undefined where it can. */
  impossible(arena: Arena): string | undefined;
  /** What it takes hold of while it lasts: two faults never pull at one thing at once. */
  holds(strike: Strike): readonly string[];
  /** Processes that may lose what they have in hand, of so many that serve the sweep. */
  kills(processes: number): number;
  /** Strikes, lasts and is lifted again. @returns what it hit, in a few words; undefined where there was nothing to hit */
  strike(strike: Strike): Promise<string | undefined>;
}
