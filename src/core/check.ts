import { ParameterError } from "./errors.ts";

/** A finite number. @throws {ParameterError} */
export function finite(raw: unknown, path: string): number {
  if (typeof raw !== "number" || !Number.isFinite(raw))
    throw new ParameterError(path, "a finite number", raw);
  return raw;
}

/** A finite number above 0. @throws {ParameterError} */
export function positive(raw: unknown, path: string): number {
  if (typeof raw !== "number" || !(raw > 0) || !Number.isFinite(raw))
    throw new ParameterError(path, "a finite number above 0", raw);
  return raw;
}

/** A number so far inside the range of a double that its square and quotients of it are held well. @throws {ParameterError} */
export function moderate(raw: unknown, path: string): number {
  const value = positive(raw, path);
  if (value < 1e-100 || value > 1e100) throw new ParameterError(path, "from 1e-100 to 1e100", raw);
  return value;
}

/** A number in [0, 1]. @throws {ParameterError} */
export function probability(raw: unknown, path: string): number {
  if (typeof raw !== "number" || !(raw >= 0 && raw <= 1))
    throw new ParameterError(path, "a number from 0 to 1", raw);
  return raw;
}

/** A whole number from `least` to `most`. @throws {ParameterError} */
export function whole(
  raw: unknown,
  path: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof raw !== "number" || !Number.isInteger(raw) || raw < least || raw > most) {
    const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new ParameterError(path, `a whole number ${range}`, raw);
  }
  return raw;
}

/** One of a few names. @throws {ParameterError} */
export function oneOf<const Name extends string>(raw: unknown, path: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === raw);
  if (found === undefined) throw new ParameterError(path, `one of ${names.join(", ")}`, raw);
  return found;
}

/**
 * The mean of counts that many observations are expected to add up to no more than: so that sums are whole numbers which a
 * double holds, also where chains have wandered off.
 *
 * @throws {ParameterError}
 */
export function countable(mean: number, samples: number, path: string, got: unknown): void {
  if (mean < 1e-100 || mean * samples > mostCounted)
    throw new ParameterError(
      path,
      `such that the mean of a count is from 1e-100 to 1e14 / samples, ${mostCounted / samples}`,
      got,
    );
}

const mostCounted = 1e14;
