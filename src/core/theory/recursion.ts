import type { Cell } from "../cell.ts";

/**
 * A recursion over generations that remembers, cell by cell, what it has computed: asking for all generations in turn
 * costs one step each.
 *
 * @param first the state at generation 1
 * @param next the state at `generation` from the state before it
 * @source none: memory of a pure function
 */
export function recursion<Facts, State>(
  first: (facts: Facts) => State,
  next: (facts: Facts, before: State, generation: number) => State,
): (cell: Cell, facts: Facts, generation: number) => State {
  const known = new WeakMap<Cell, State[]>();
  return (cell, facts, generation) => {
    const states = known.get(cell) ?? [first(facts)];
    known.set(cell, states);
    let state = states[Math.min(generation, states.length) - 1] as State;
    for (let g = states.length + 1; g <= generation; g++) {
      state = next(facts, state, g);
      states.push(state);
    }
    return state;
  };
}
