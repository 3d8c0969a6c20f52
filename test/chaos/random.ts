/** A seeded generator of numbers in [0, 1): which faults strike where and when follows from it alone. */
export type Random = () => number;

/** SplitMix32: one 32-bit state, every seed a stream of its own. */
export function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
