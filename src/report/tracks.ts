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

function trackKey(cellId: string, metric: string): string {
  return `${cellId} ${metric}`;
}
