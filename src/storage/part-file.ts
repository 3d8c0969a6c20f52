import type { ColumnChunk, DecodedArray, Encoding, SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { writeColumn } from "hyparquet-writer/src/column.js";
import { writePageHeader } from "hyparquet-writer/src/datapage.js";

const codec = "UNCOMPRESSED";

/**
 * A Parquet file made in memory, row group by row group and column by column, in the order of its schema. Numbers
 * without nulls are copied once, from where they lie into the file: parts are made many times a second, and what a
 * general writer leaves behind of each kept the garbage collector busier than the kernels.
 */
export class PartFile {
  readonly #bytes: ByteWriter;
  readonly #file: ParquetWriter;
  readonly #columns: readonly SchemaElement[];
  #chunks: ColumnChunk[] = [];

  /**
   * @param columns every column's element: REQUIRED or OPTIONAL
   * @param expected bytes that the file may have; where it has more, they are copied to a larger place
   * @param metadata texts by key
   */
  constructor(
    columns: readonly SchemaElement[],
    expected: number,
    metadata: Readonly<Record<string, string>>,
  ) {
    this.#bytes = new ByteWriter(expected);
    this.#columns = columns;
    this.#file = new ParquetWriter({
      writer: this.#bytes,
      schema: [root(columns), ...columns],
      codec,
      kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      createdBy: "ouroboros",
    });
  }

  /** The next column of this row group: numbers without nulls, as they are. */
  numbers(values: Int32Array | Float64Array): void {
    const { name, type } = this.#next();
    if (type === undefined) throw new RangeError(`${name} must have a type.`);
    const begin = this.#bytes.offset;
    const header = {
      num_values: values.length,
      num_nulls: 0,
      num_rows: values.length,
      encoding: "PLAIN",
    } as const;
    writePageHeader(this.#bytes, {
      type: "DATA_PAGE_V2",
      uncompressed_page_size: values.byteLength,
      compressed_page_size: values.byteLength,
      data_page_header_v2: {
        ...header,
        definition_levels_byte_length: 0,
        repetition_levels_byte_length: 0,
        is_compressed: true,
      },
    });
    this.#bytes.appendBytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const size = BigInt(this.#bytes.offset - begin);
    this.#chunks.push({
      file_offset: BigInt(begin),
      meta_data: {
        type,
        encodings: ["PLAIN"],
        path_in_schema: [name],
        codec,
        num_values: BigInt(values.length),
        total_uncompressed_size: size,
        total_compressed_size: size,
        data_page_offset: BigInt(begin),
      },
    });
  }

  /** The next column of this row group: values of any kind, null among them, as the library writes them. */
  values(data: DecodedArray, encoding: Encoding): void {
    const element = this.#next();
    const optional = element.repetition_type === "OPTIONAL";
    const { chunk } = writeColumn({
      writer: this.#bytes,
      column: {
        ...{ columnName: element.name, element, schemaPath: [root(this.#columns), element], encoding },
        ...{ codec, compressors: {}, stats: false, pageSize: 0, columnIndex: false, offsetIndex: false },
      },
      pageData: {
        values: data,
        definitionLevels: optional ? Array.from(data, (value) => (value === null ? 0 : 1)) : [],
        repetitionLevels: [],
        maxDefinitionLevel: optional ? 1 : 0,
      },
    });
    this.#chunks.push(chunk);
  }

  /** Ends a row group of so many rows, all of whose columns were given. */
  endGroup(rows: number): void {
    const size = this.#chunks.reduce(
      (sum, { meta_data }) => sum + (meta_data?.total_uncompressed_size ?? 0n),
      0n,
    );
    this.#file.row_groups.push({ columns: this.#chunks, total_byte_size: size, num_rows: BigInt(rows) });
    this.#file.num_rows += BigInt(rows);
    this.#chunks = [];
  }

  /** The file's bytes; nothing can be added to it any more. */
  finish(): Uint8Array {
    void this.#file.finish(); // a file in memory has nothing to wait for
    return this.#bytes.getBytes();
  }

  #next(): SchemaElement {
    const element = this.#columns[this.#chunks.length];
    if (element === undefined) throw new RangeError(`A row group has ${this.#columns.length} columns.`);
    return element;
  }
}

function root(columns: readonly SchemaElement[]): SchemaElement {
  return { name: "root", num_children: columns.length };
}
