import type { Cell } from "../cell.ts";
import type { QuadraticLaw } from "./quadratic-variance.ts";
import { recursion } from "./recursion.ts";

/** E x^r of a fit's error x, r = 0 … 4. */
type Moments = readonly [number, number, number, number, number];
/** Coefficients of a polynomial in x, the constant first. */
type Polynomial = readonly number[];

/** How a fit follows from the model before it: so far it goes towards the mean of a batch of so many observations. */
type Step = (n: number, generation: number) => { readonly share: number; readonly size: number };

const steps: Readonly<Record<string, Step>> = {
  replace: (n) => ({ share: 1, size: n }),
  "replace-multiple": (n, generation) => ({ share: 1, size: n * generation }),
  accumulate: (n, generation) => ({ share: 1 / generation, size: n }),
};

const chains = Object.fromEntries(
  Object.entries(steps).map(([regime, step]) => [
    regime,
    recursion<QuadraticLaw, Moments>(
      (law) => moved(law, [1, 0, 0, 0, 0], step(law.n, 1)),
      (law, before, generation) => moved(law, before, step(law.n, generation)),
    ),
  ]),
);

/**
 * Standard deviation of the squared error of a fitted mean, under regimes whose fits are moved by one batch at a time;
 * undefined under the others.
 *
 * @param law the same for each call with this cell
 * @source derived from {@link moved}
 */
export function squaredErrorSpread(cell: Cell, law: QuadraticLaw, generation: number): number | undefined {
  const moments = chains[cell.regime]?.(cell, law, generation);
  return moments && Math.sqrt(Math.max(0, moments[4] - moments[2] * moments[2]));
}

/**
 * Moments of a fit's error once the mean of a new batch has moved it.
 *
 * A batch mean from the model of error x has the cumulants V/N, V·V'/N² and V·(V'² + V·V'')/N³ about that model, V being the
 * quadratic variance function at x: polynomials in x, of whose moments none beyond the fourth is needed.
 *
 * @source Morris (1982), Section 4: cumulants of a law with a quadratic variance function
 */
function moved(
  { variance, slope, curvature }: QuadraticLaw,
  before: Moments,
  { share, size }: ReturnType<Step>,
): Moments {
  const step = share / size;
  const law = [variance, slope, curvature];
  const steep = [slope, 2 * curvature];
  const second = scaled(law, share * step);
  const third = scaled(product(law, steep), share * step * step);
  const bent = sum(product(steep, steep), scaled(law, 2 * curvature));
  const fourth = sum(
    scaled(product(second, second), 3),
    scaled(product(law, bent), share * step * step * step),
  );
  const mean = (polynomial: Polynomial, power: number): number =>
    polynomial.reduce((total, c, r) => (c === 0 ? total : total + c * (before[r + power] ?? Number.NaN)), 0);
  return [
    1,
    before[1],
    before[2] + mean(second, 0),
    before[3] + 3 * mean(second, 1) + mean(third, 0),
    before[4] + 6 * mean(second, 2) + 4 * mean(third, 1) + mean(fourth, 0),
  ];
}

function scaled(polynomial: Polynomial, factor: number): Polynomial {
  return polynomial.map((c) => c * factor);
}

function sum(one: Polynomial, other: Polynomial): Polynomial {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  return long.map((c, r) => c + (short[r] ?? 0));
}

function product(one: Polynomial, other: Polynomial): Polynomial {
  const found = new Array<number>(one.length + other.length - 1).fill(0);
  for (const [i, a] of one.entries())
    for (const [j, b] of other.entries()) found[i + j] = (found[i + j] ?? 0) + a * b;
  return found;
}
