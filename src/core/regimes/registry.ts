import { ParameterError } from "../errors.ts";
import * as all from "./all.ts";
import type { Regime } from "./regime.ts";

export type RegimeName = keyof typeof all;

const regimes: Readonly<Record<string, Regime>> = all;

/** Every regime's name, in alphabetical order. */
export const regimeNames: readonly string[] = Object.keys(regimes).sort();

/** @throws {ParameterError} when there is no regime of that name */
export function regimeNamed(name: string): Regime {
  const regime = Object.hasOwn(regimes, name) ? regimes[name] : undefined;
  if (regime) return regime;
  const here = regimeCalled(name);
  const remedy = here === undefined ? "" : `Here it is ${JSON.stringify(here)}.`;
  throw new ParameterError("regime", `one of ${regimeNames.join(", ")}`, name, remedy);
}

/** The name here of what papers call `name`, however they write it; undefined where none does. */
export function regimeCalled(name: string): string | undefined {
  const plain = name
    .toLowerCase()
    .replaceAll("&", " and ")
    .replaceAll(/[\s_-]+/g, "-")
    .replace(/-loop$/, "");
  return regimeNames.find((each) => regimes[each]?.alsoCalled?.includes(plain));
}
