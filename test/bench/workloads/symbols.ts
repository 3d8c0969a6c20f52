import { join } from "node:path";
import { root } from "../places.ts";
import { under, usual, type Workload } from "./workload.ts";

/** Laws on symbols: few and many, for some generations and until about one is left, and a bigram model of a text. */
export const symbols: readonly Workload[] = [
  ...under(discrete(1000), usual),
  ...under({ ...discrete(1000), kind: "K=1000 to collapse", generations: 3000 }, ["replace"]),
  ...under(discrete(100_000), ["replace"]),
  ...under(
    {
      family: "n-gram",
      kind: "bigram",
      parameters: { order: 2, samples: 5000, run: 50, text: "genesis-exodus.txt" },
      files: { text: join(root, "examples", "data", "genesis-exodus.txt") },
      generations: 10,
      compared: "ngrams",
    },
    ["replace", "accumulate"],
  ),
];

function discrete(count: number) {
  return {
    family: "discrete",
    kind: `K=${count}`,
    parameters: { samples: 1000, symbols: count, distribution: "zipf", zipf_a: 1 },
    generations: 50,
    compared: "support",
  };
}
