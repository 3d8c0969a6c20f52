import { expect, it } from "vitest";
import { regimeTexts } from "../../src/report/regime-text.ts";

const mixture = (gamma: number, alpha = 1 - gamma) => ({
  regime: "mixture",
  regimeParameters: { alpha, beta: 0, gamma },
});
const replace = { regime: "replace", regimeParameters: {} };

it("tells regimes of one name apart by the parameters in which they differ", () => {
  expect(regimeTexts([replace, mixture(0), mixture(0.1)], ["regime"])).toEqual([
    "replace",
    "mixture (alpha 1, gamma 0)",
    "mixture (alpha 0.9, gamma 0.1)",
  ]);
});

it("leaves out what is an axis of its own, and what is alike", () => {
  expect(regimeTexts([mixture(0.1), mixture(0.2)], ["alpha", "gamma"])).toEqual(["mixture", "mixture"]);
  expect(regimeTexts([mixture(0.1), mixture(0.1), replace], [])).toEqual(["mixture", "mixture", "replace"]);
});
