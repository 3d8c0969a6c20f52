import type { Cell } from "../cell.ts";
import { countsIn } from "../files/counts.ts";
import { fileOf } from "../files/file-of.ts";
import { log, pow } from "../random/math.ts";
import { type Urn, urnOf } from "../random/urn.ts";

const urns = new WeakMap<DiscreteLaw, Urn | undefined>();

/**
 * What draws from a law are made of in one go, each in a moment; nothing where it has too many symbols for that.
 *
 * @source none: {@link urnOf}, once a law
 */
export function urnOfLaw(law: DiscreteLaw): Urn | undefined {
  if (!urns.has(law)) urns.set(law, urnOf(law.probabilities));
  return urns.get(law);
}

/** A distribution on finitely many symbols; those of probability 0 are left out. */
export interface DiscreteLaw {
  /** All above 0, in the order of the symbols; sum 1. */
  readonly probabilities: Float64Array;
  /** Running sums of the probabilities; the last is 1. */
  readonly cumulative: Float64Array;
  /** Shannon entropy, nat. */
  readonly entropy: number;
}

/**
 * The true law of a discrete cell.
 *
 * @source arXiv:2412.17646, its published Zipf experiment: weight 1/(rank + b)^a
 */
export function discreteLaw(cell: Pick<Cell, "parameters" | "files">): DiscreteLaw {
  return lawOfWeights(positiveWeights(cell));
}

/**
 * The law that is proportional to weights.
 *
 * @param given all above 0; they are left as they are
 * @source none: the definition
 */
export function lawOfWeights(given: Float64Array): DiscreteLaw {
  const weights = given.slice();
  let total = 0;
  const cumulative = weights.map((weight) => (total += weight));
  let logs = 0;
  for (let i = 0; i < weights.length; i++) {
    weights[i]! /= total;
    cumulative[i]! /= total;
    logs += weights[i]! * log(weights[i]!);
  }
  return { probabilities: weights, cumulative, entropy: -logs };
}

function positiveWeights(cell: Pick<Cell, "parameters" | "files">): Float64Array {
  const { parameters } = cell;
  const { distribution, weights } = parameters;
  if (distribution === "counts") return countsIn(fileOf(cell, "counts")).filter((count) => count > 0);
  if (distribution === "weights")
    return Float64Array.from(weights as readonly number[]).filter((weight) => weight > 0);
  const length = Number(parameters["symbols"]);
  if (distribution === "uniform") return new Float64Array(length).fill(1);
  const a = Number(parameters["zipf_a"]);
  const b = Number(parameters["zipf_b"]);
  return Float64Array.from({ length }, (_, i) => pow(i + 1 + b, -a));
}
