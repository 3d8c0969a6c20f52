import type { CellRow } from "./data.ts";

/** Rows of the `cells` table by cell and metric. */
export type Tracks = ReadonlyMap<string, readonly CellRow[]>;

/** One pass over the rows; within a cell and metric they stand by generation. */
export function groupRows(rows: readonly CellRow[]): Tracks {
  const tracks = new Map<string, CellRow[]>();
  for (const row of rows) {
    const key = trackKey(row.cellId, row.metric);
    const track = tracks.get(key);
    if (track) track.push(row);
    else tracks.set(key, [row]);
  }
  for (const track of tracks.values()) track.sort((a, b) => a.generation - b.generation);
  return tracks;
}

export function rowsOf(tracks: Tracks, cellId: string, metric: string): readonly CellRow[] {
  return tracks.get(trackKey(cellId, metric)) ?? [];
}

/** What was measured, once a generation: further predictions repeat it. */
export function measured(track: readonly CellRow[]): readonly CellRow[] {
  return track.filter((row, i) => i === 0 || row.generation !== track[i - 1]?.generation);
}

/** Rows that compare with one prediction, generation after generation. */
export interface Compared {
  readonly kind: NonNullable<CellRow["theoryKind"]>;
  /** Of a bound, of which there may be several; a value has one, though its source may change on the way. */
  readonly source: string | null;
  readonly rows: readonly CellRow[];
}

/** A track by prediction, in the order in which they come up. */
export function comparedIn(track: readonly CellRow[]): readonly Compared[] {
  const found = new Map<string, { kind: Compared["kind"]; source: string | null; rows: CellRow[] }>();
  for (const row of track) {
    const { theoryKind: kind, theorySource } = row;
    if (kind === null) continue;
    const source = kind === "lower" || kind === "upper" ? theorySource : null;
    const key = `${kind} ${source ?? ""}`;
    const one = found.get(key);
    if (one) one.rows.push(row);
    else found.set(key, { kind, source, rows: [row] });
  }
  return [...found.values()];
}

function trackKey(cellId: string, metric: string): string {
  return `${cellId} ${metric}`;
}
