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
  symbolsMeasure(out: number, weights: number, shares: number, symbols: number, total: number): void;
  symbolsStep(
    weights: number,
    sums: number,
    shares: number,
    out: number,
    symbols: number,
    draws: number,
    size: number,
    work: number,
    replicate: number,
  ): void;
}
