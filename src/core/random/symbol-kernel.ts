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
  chosenCounts(
    counts: number,
    symbols: number,
    population: number,
    chosen: number,
    work: number,
    replicate: number,
  ): void;
  symbolsMeasure(out: number, weights: number, shares: number, symbols: number, total: number): void;
  drawnLanes(
    slots: number,
    bytes: number,
    room: number,
    lanes: number,
    replicate: number,
    draws: number,
    over: number,
    isPool: boolean,
    urn: number,
    power: number,
    symbols: number,
    status: number,
    out: number,
    work: number,
  ): void;
  replacedLanes(
    slots: number,
    bytes: number,
    room: number,
    lanes: number,
    replicate: number,
    draws: number,
    over: number,
    status: number,
    out: number,
    work: number,
  ): void;
  pooledLanes(
    slots: number,
    bytes: number,
    room: number,
    lanes: number,
    replicate: number,
    draws: number,
    over: number,
    status: number,
    out: number,
    work: number,
  ): void;
  chosenLanes(
    slots: number,
    bytes: number,
    room: number,
    lanes: number,
    replicate: number,
    draws: number,
    chosen: number,
    place: number,
    choice: number,
    generation: number,
    status: number,
    out: number,
    work: number,
  ): void;
}
