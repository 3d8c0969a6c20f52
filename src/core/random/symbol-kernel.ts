/** What the module exports for laws on symbols. */
export interface SymbolKernel {
  multinomial(
    counts: number,
    sums: number,
    support: number,
    draws: number,
    work: number,
    replicate: number,
  ): void;
  subsetCounts(
    lengths: number,
    stretches: number,
    scratch: number,
    bitmap: number,
    population: number,
    n: number,
    replicate: number,
  ): void;
  symbolsMeasure(out: number, weights: number, shares: number, symbols: number, total: number): void;
  symbolsShares(shares: number, names: number, symbols: number, table: number): void;
  symbolsReplaced(
    names: number,
    sums: number,
    shares: number,
    weights: number,
    out: number,
    symbols: number,
    draws: number,
    work: number,
    replicate: number,
  ): number;
  symbolsPooled(
    sums: number,
    shares: number,
    weights: number,
    out: number,
    symbols: number,
    draws: number,
    work: number,
    replicate: number,
  ): void;
}
