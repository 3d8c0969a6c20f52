import type { Parameters } from "../cell.ts";
import { probability } from "../check.ts";
import { ParameterError } from "../errors.ts";
import type { ParameterInfo } from "../families/family.ts";
import { onlyListed } from "./parameters.ts";
import type { Draw, Regime } from "./regime.ts";

/** Families look at so many generations, and a few more, before they decide how to follow a regime. */
const longest = 60;

const parameters: readonly ParameterInfo[] = [
  {
    name: "shares",
    type: "numbers",
    must: `a share from 0 to 1, or a list of 1 to ${longest} of them: for generation 2, 3, …; the last one stays`,
  },
];

/**
 * n observations a generation, of which a share is fresh real data and the rest drawn from the last model. The share
 * follows a list: its first entry stands for generation 2, its last for all later ones.
 *
 * @source arXiv:2307.01850, "fresh data loop", with a share that changes
 */
export const realShare: Regime = {
  title: "Schedule of real data",
  summary:
    "train on n observations, `shares` of them fresh real data: one entry a generation from the second on",
  source: 'arXiv:2307.01850, "fresh data loop", with a share that changes',
  parameters,
  parse: parseShares,
  training: ({ shares }, generation, n) => {
    const list = shares as readonly number[];
    const share = generation === 1 ? 1 : (list[Math.min(generation - 2, list.length - 1)] ?? 0);
    const real = Math.round(share * n);
    const draws: readonly Draw[] = [
      { from: 0, size: real },
      { from: generation - 1, size: n - real },
    ];
    return { draws: draws.filter(({ size }) => size > 0), keeps: "none", sees: "all" };
  },
};

function parseShares(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "regime", parameters);
  const { shares } = raw;
  const list: readonly unknown[] = Array.isArray(shares) ? shares : [shares];
  if (list.length === 0 || list.length > longest)
    throw new ParameterError("regime.shares", `a share, or a list of 1 to ${longest} of them`, shares);
  return {
    shares: list.map((share, at) =>
      probability(share, Array.isArray(shares) ? `regime.shares[${at}]` : "regime.shares"),
    ),
  };
}
