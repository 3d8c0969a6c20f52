import type { ColumnType } from "../../storage/dataset/schema.ts";
import type { Chunk, Value } from "../chunks.ts";

/** Microseconds from 1970 to 2000, where PostgreSQL's time begins. */
const epoch = 946_684_800_000_000n;
/** A text of PostgreSQL cannot hold NUL; this is the sign that stands for it. */
const nulSign = "\u2400";

/**
 * Rows in the format of COPY … (FORMAT binary): doubles go over as their 64 bits, so that NaN, ±Inf, −0 and subnormal
 * numbers arrive as they are.
 *
 * @source PostgreSQL 15 manual, COPY, "Binary Format"
 */
export async function* binaryCopy(
  types: readonly ColumnType[],
  chunks: AsyncIterable<Chunk>,
): AsyncGenerator<Buffer> {
  yield Buffer.from("PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0", "latin1");
  const writer = new RowWriter();
  for await (const chunk of chunks) {
    for (let row = 0; row < chunk.rowCount; row++) {
      writer.int16(types.length);
      for (const [column, type] of types.entries()) writer.value(type, chunk.value(column, row));
    }
    yield writer.take();
  }
  writer.int16(-1);
  yield writer.take();
}

/** A buffer that grows, big-endian. */
class RowWriter {
  #buffer: Buffer = Buffer.allocUnsafe(2 ** 18);
  #at: number = 0;

  /** What was written since the last call. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#at);
    this.#buffer = Buffer.allocUnsafe(this.#buffer.length);
    this.#at = 0;
    return taken;
  }

  int16(value: number): void {
    this.#room(2);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
  }

  value(type: ColumnType, value: Value): void {
    if (typeof value === "string") {
      this.#text(value.includes("\0") ? value.replaceAll("\0", nulSign) : value);
      return;
    }
    this.#room(12);
    if (value === null) this.#at = this.#buffer.writeInt32BE(-1, this.#at);
    else if (type === "BOOLEAN") {
      this.#at = this.#buffer.writeInt32BE(1, this.#at);
      this.#at = this.#buffer.writeUInt8(value ? 1 : 0, this.#at);
    } else {
      this.#at = this.#buffer.writeInt32BE(8, this.#at);
      if (type === "DOUBLE") this.#at = this.#buffer.writeDoubleBE(Number(value), this.#at);
      else {
        const whole = BigInt(value);
        this.#at = this.#buffer.writeBigInt64BE(type === "BIGINT" ? whole : whole - epoch, this.#at);
      }
    }
  }

  #text(value: string): void {
    this.#room(4 + 3 * value.length); // UTF-8 has at most 3 bytes a UTF-16 unit
    const length = this.#buffer.write(value, this.#at + 4);
    this.#buffer.writeInt32BE(length, this.#at);
    this.#at += 4 + length;
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
