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
  throw new ParameterError("regime", `one of ${regimeNames.join(", ")}`, name);
}
