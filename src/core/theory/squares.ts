import type { Prediction } from "./prediction.ts";

type Squares = Pick<Prediction, "value" | "sd" | "leastSd" | "jump">;

/**
 * The mean of something like a sum of squared Gaussian errors, with its spread: such a sum is about a gamma variable, whose
 * third central moment is 2·sd²/mean times its second.
 *
 * @param value its mean, at least 0
 * @param known whether the standard deviation is that, rather than at least that
 * @source moments of the gamma law
 */
export function squares(value: number, sd: number, known: boolean): Squares {
  if (!(value > 0)) return { value };
  return { value, ...(known ? { sd } : { leastSd: sd }), jump: (2 * sd * sd) / value };
}
