import { type DuckDBDataChunk, DuckDBTimestampTZValue } from "@duckdb/node-api";
import type { Engine } from "../storage/dataset/engine.ts";

/** What a column of a dataset may hold; a point in time as microseconds since 1970, UTC. */
export type Value = null | boolean | number | bigint | string;

/** Some rows of an answer. */
export interface Chunk {
  readonly rowCount: number;
  value(column: number, row: number): Value;
}

/** The answer to a SELECT, chunk by chunk, in order: memory does not grow with it. */
export async function* chunksOf(engine: Engine, select: string): AsyncGenerator<Chunk> {
  const result = await engine.connection.stream(select);
  const columns = result.columnCount;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunkOf(chunk, columns);
  }
}

function chunkOf(chunk: DuckDBDataChunk, columns: number): Chunk {
  const vectors = Array.from({ length: columns }, (_, index) => chunk.getColumnVector(index));
  return {
    rowCount: chunk.rowCount,
    value(column, row) {
      const value = vectors[column]?.getItem(row) ?? null;
      return value instanceof DuckDBTimestampTZValue ? value.micros : (value as Value);
    },
  };
}
