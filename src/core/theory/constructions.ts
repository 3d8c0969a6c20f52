import type { Prediction, Theorem } from "./prediction.ts";
import { wholePower } from "./special.ts";

const gap = "derived: half the gap above the largest of n uniform numbers, up to 1/4";
const climb = "arXiv:2505.19046, Theorem 5.2: derived limit, 1 - E exp(-gap/2) for an exponential gap";

/** E min(1/4, D/2)^power, D the gap above the largest of n uniform numbers on [0, 1]; power 1 or 2. */
function halfGap(n: number, power: 1 | 2): number {
  const first = (1 - wholePower(0.5, n + 1)) / (n + 1);
  return (power === 1 ? first : first - (1 - wholePower(0.5, n + 2)) / (n + 2)) / 2;
}

/**
 * Construction 1 before it can collapse: its α is of the order of 1/n.
 *
 * @source arXiv:2505.19046, Theorem 5.1, first claim
 */
export const construction1First: Theorem = (cell, metric, generation) => {
  if (cell.family !== "construction-1" || generation > 1) return undefined;
  if (metric !== "alpha" && metric !== "tv") return undefined;
  return [{ kind: "lower", value: halfGap(Number(cell.parameters["samples"]), 1), source: gap }];
};

/**
 * Construction 2: α_0 is set by the real data and never changes again; the second fit sees [1, 2] in a third of chains.
 *
 * @source arXiv:2505.19046, Theorem 5.2
 */
export const construction2Climb: Theorem = (cell, metric, generation) => {
  if (cell.family !== "construction-2") return undefined;
  const n = Number(cell.parameters["samples"]);
  // With fewer, a spike may draw no observation on itself and be left again.
  if (n < 20) return undefined;
  const value = halfGap(n, 1);
  const sd = Math.sqrt(halfGap(n, 2) - value * value);
  const exact = (factor: number): readonly Prediction[] => [
    { kind: "exact", value: factor * value, sd: factor * sd, source: gap },
  ];
  if (metric === "alpha_0") return exact(1);
  if (metric === "tv" && generation === 1) return exact(2);
  if (metric !== "level" || generation !== 2) return undefined;
  // The next term is of the order of 1/n; 2 is above its coefficient.
  return [{ kind: "asymptotic", value: 1 / 3, slack: 2 / n, sd: Math.sqrt(2) / 3, source: climb }];
};
