import type { Parameters } from "../cell.ts";
import { probability } from "../check.ts";
import { ParameterError } from "../errors.ts";
import type { ParameterInfo } from "../families/family.ts";
import { onlyListed } from "./parameters.ts";
import type { Draw, Regime } from "./regime.ts";
import { apportion } from "./shares.ts";

/** Keeps the number of models that a generation draws from below what one generation's streams can tell apart. */
const mostInherited = 0.9;
const mostModels = 240;
const rounding = 1e-9;
const theSum = "The shares alpha, beta and gamma add up to 1.";

const parameters: readonly ParameterInfo[] = [
  { name: "alpha", type: "number", must: "a share from 0 to 1, that of the newest model", optional: true },
  {
    name: "beta",
    type: "number",
    must: `a share from 0 to ${mostInherited}, that of the previous mixture`,
    default: 0,
  },
  { name: "gamma", type: "number", must: "a share from 0 to 1, that of the truth", default: 0 },
];

/**
 * n observations of the mixture p(g) = alpha·(newest model) + beta·p(g-1) + gamma·(truth), p(1) being the truth.
 *
 * What is inherited from p(g-1) is drawn anew: written out, p(g) holds alpha·betaᵏ of the model k+1 generations back
 * and the rest of the truth. Shares are rounded to sizes that add up to n, by largest remainders.
 *
 * @source Shumailov et al., Nature 631 (2024), Section "Theoretical intuition": α, β and γ
 */
export const mixture: Regime = {
  title: "Mixture",
  summary:
    "train on n observations: `alpha` of the newest model, `beta` of the previous mixture, `gamma` of the truth",
  source: "Shumailov et al., Nature 631 (2024): α, β and γ",
  parameters,
  parse: parseMixture,
  training: ({ alpha, beta, gamma }, generation, n) => {
    const [a, b, c] = [Number(alpha), Number(beta), Number(gamma)];
    const models: number[] = [];
    let inherited = 1;
    let real = 0;
    for (let back = 1; back < generation && back <= mostModels && inherited > 0; back++) {
      models.push(a * inherited);
      real += c * inherited;
      inherited *= b;
    }
    const sizes = apportion(n, [...models, real + inherited]);
    const draws = sizes.map(
      (size, at): Draw => ({ from: at < models.length ? generation - 1 - at : 0, size }),
    );
    return { draws: draws.filter(({ size }) => size > 0), keeps: "none", sees: "all" };
  },
};

function parseMixture(raw: Readonly<Record<string, unknown>>): Parameters {
  onlyListed(raw, "regime", parameters);
  const beta = probability(raw["beta"] ?? 0, "regime.beta");
  const gamma = probability(raw["gamma"] ?? 0, "regime.gamma");
  if (beta > mostInherited)
    throw new ParameterError(
      "regime.beta",
      `at most ${mostInherited}`,
      beta,
      "Nearer 1, a batch would be drawn from more models than its streams can tell apart.",
    );
  const left = 1 - beta - gamma;
  if (left < -rounding)
    throw new ParameterError("regime.gamma", `at most ${Number((1 - beta).toFixed(12))}`, gamma, theSum);
  const alpha = probability(raw["alpha"] ?? Math.max(0, left), "regime.alpha");
  if (Math.abs(alpha - left) > rounding)
    throw new ParameterError(
      "regime.alpha",
      `${Number(left.toFixed(12))}`,
      alpha,
      `${theSum} It may be left out.`,
    );
  return { alpha, beta, gamma };
}
