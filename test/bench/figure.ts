import { type Spread, spread } from "./spread.ts";

/** One measured number beside a peer's: what the table and the JSON document consist of. */
export interface Figure {
  readonly bench: string;
  readonly name: string;
  /** Median over repetitions. */
  readonly value: number;
  readonly unit: string;
  readonly peer: string;
  /** Median over repetitions, measured in turns with `value`. */
  readonly peerValue: number;
  /** Median over repetitions of ours / peer, each pair measured back to back. */
  readonly ratio: number;
  /** What each side computes. */
  readonly detail: string;
  /** Whether both sides came to the same statistics, where that was compared. */
  readonly check: string;
  readonly spread: { readonly value: Spread; readonly peerValue: Spread; readonly ratio: Spread };
}

/** One repetition: both sides, one right after the other. */
export interface Pair {
  readonly ours: number;
  readonly peer: number;
}

/** What a figure says apart from its numbers. */
export type FigureText = Pick<Figure, "bench" | "name" | "unit" | "peer" | "detail" | "check">;

/** The figure of alternating repetitions. */
export function figure(text: FigureText, pairs: readonly Pair[]): Figure {
  const value = spread(pairs.map(({ ours }) => ours));
  const peerValue = spread(pairs.map(({ peer }) => peer));
  const ratio = spread(pairs.map(({ ours, peer }) => ours / peer));
  return {
    ...text,
    value: value.median,
    peerValue: peerValue.median,
    ratio: ratio.median,
    spread: { value, peerValue, ratio },
  };
}
