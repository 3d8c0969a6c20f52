import { expect, it } from "vitest";
import { regimeNamed, regimeNames } from "../../../src/core/regimes/registry.ts";

/** What a regime cannot do without. */
const least: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  window: { width: 3 },
  "real-share": { shares: [0.5] },
  weights: { weights: [1, 1] },
};

it.each(regimeNames)("%s parses to what it lists, with the defaults that it lists", (name) => {
  const regime = regimeNamed(name);
  const parsed = regime.parse(least[name] ?? {});
  expect(Object.keys(parsed).sort()).toEqual(regime.parameters.map((info) => info.name).sort());
  for (const info of regime.parameters)
    if (info.default !== undefined) expect(parsed[info.name]).toEqual(info.default);
});

it.each(regimeNames)("%s takes nothing that it does not list", (name) => {
  expect(() => regimeNamed(name).parse({ ...least[name], nothing: 1 })).toThrow(/regime\.nothing must be/);
});
