import type fc from "fast-check";

/** Something that takes what others wrote, and the inputs that it is tried with. */
export interface Target {
  readonly name: string;
  /** Inputs of this target among a thousand. */
  readonly share: number;
  readonly property: fc.IProperty<unknown>;
}

/** Runs what may refuse its input, but only by an error of these classes. */
export function refusesOnlyBy(
  errors: readonly (abstract new (...given: never[]) => Error)[],
  run: () => void,
): void {
  try {
    run();
  } catch (error) {
    if (!errors.some((known) => error instanceof known)) throw error;
  }
}
