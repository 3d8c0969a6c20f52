import type { ColumnChunk, Encoding, ParquetType, SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import { writeDataPageV2, writePageHeader } from "hyparquet-writer/src/datapage.js";
import { writeDictionaryPage } from "hyparquet-writer/src/dictionary.js";
import { writeRleBitPackedHybrid } from "hyparquet-writer/src/encoding.js";

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
   * @param place for the file's bytes; where there are more, they are copied to a larger one
   * @param metadata texts by key
   */
  constructor(
    columns: readonly SchemaElement[],
    place: ArrayBuffer,
    metadata: Readonly<Record<string, string>>,
  ) {
    this.#bytes = new ByteWriter(0);
    this.#bytes.buffer = place;
    this.#bytes.view = new DataView(place);
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
    this.#plain(values, values.length, new Uint8Array(0));
  }

  /** The next column of this row group: numbers of which those that are not numbers are null. */
  nullable(values: Float64Array): void {
    const levels = new Uint8Array(values.length);
    const present = new Float64Array(values.length);
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (Number.isNaN(value)) continue;
      levels[i] = 1;
      present[count++] = value;
    }
    const encoded = new ByteWriter();
    writeRleBitPackedHybrid(encoded, levels, 1);
    this.#plain(present.subarray(0, count), values.length, encoded.getBytes());
  }

  /**
   * The next column of this row group: words without nulls, as a dictionary of those that occur.
   *
   * @param codes indices into `words`
   */
  words(codes: Uint8Array, words: readonly string[]): void {
    const column = this.#encoder(this.#next());
    const { places, values } = inOrderMet(codes);
    const begin = this.#bytes.offset;
    const dictionary = values.map((code) => words[code]);
    writeDictionaryPage(this.#bytes, column, dictionary);
    const dataBegin = this.#bytes.offset;
    const pageData = { values: places, definitionLevels: [], repetitionLevels: [], maxDefinitionLevel: 0 };
    writeDataPageV2({ writer: this.#bytes, column, encoding: "RLE_DICTIONARY", pageData });
    const pages = { encodings: ["PLAIN", "RLE_DICTIONARY"], data: dataBegin, dictionary: begin } as const;
    this.#chunks.push(this.#chunk(begin, column.columnName, "BYTE_ARRAY", codes.length, pages));
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

  /**
   * A page of numbers, plain.
   *
   * @param present those of `rows` rows that are not null
   * @param levels which rows these are, encoded; empty where no row may be null
   */
  #plain(present: Int32Array | Float64Array, rows: number, levels: Uint8Array): void {
    const { name, type } = this.#next();
    if (type === undefined) throw new RangeError(`${name} must have a type.`);
    const begin = this.#bytes.offset;
    const size = levels.byteLength + present.byteLength;
    writePageHeader(this.#bytes, {
      type: "DATA_PAGE_V2",
      uncompressed_page_size: size,
      compressed_page_size: size,
      data_page_header_v2: {
        num_values: rows,
        num_nulls: rows - present.length,
        num_rows: rows,
        encoding: "PLAIN",
        definition_levels_byte_length: levels.byteLength,
        repetition_levels_byte_length: 0,
        is_compressed: true,
      },
    });
    this.#bytes.appendBytes(levels);
    this.#bytes.appendBytes(new Uint8Array(present.buffer, present.byteOffset, present.byteLength));
    const encodings = levels.byteLength > 0 ? (["RLE", "PLAIN"] as const) : (["PLAIN"] as const);
    this.#chunks.push(this.#chunk(begin, name, type, rows, { encodings, data: begin }));
  }

  /** What the file's end says of a column that was written from `begin` on. */
  #chunk(
    begin: number,
    name: string,
    type: ParquetType,
    count: number,
    { encodings, data, dictionary }: Pages,
  ): ColumnChunk {
    const size = BigInt(this.#bytes.offset - begin);
    return {
      file_offset: BigInt(begin),
      meta_data: {
        type,
        encodings: [...encodings],
        path_in_schema: [name],
        codec,
        num_values: BigInt(count),
        total_uncompressed_size: size,
        total_compressed_size: size,
        data_page_offset: BigInt(data),
        ...(dictionary !== undefined && { dictionary_page_offset: BigInt(dictionary) }),
      },
    };
  }

  /** A column as the library takes it. */
  #encoder(element: SchemaElement): Parameters<typeof writeDataPageV2>[0]["column"] {
    return {
      ...{ columnName: element.name, element, schemaPath: [root(this.#columns), element] },
      ...{ codec, compressors: {}, stats: false, pageSize: 0, columnIndex: false, offsetIndex: false },
    };
  }

  #next(): SchemaElement {
    const element = this.#columns[this.#chunks.length];
    if (element === undefined) throw new RangeError(`A row group has ${this.#columns.length} columns.`);
    return element;
  }
}

/** How a column is encoded, and where its pages begin. */
interface Pages {
  readonly encodings: readonly Encoding[];
  readonly data: number;
  readonly dictionary?: number;
}

function root(columns: readonly SchemaElement[]): SchemaElement {
  return { name: "root", num_children: columns.length };
}

/** Small numbers and each one's place among them, in the order in which they are met. */
function inOrderMet(codes: Uint8Array): { readonly places: Uint8Array; readonly values: readonly number[] } {
  const values: number[] = [];
  const placeOf = new Int16Array(256).fill(-1);
  const places = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] as number;
    if ((placeOf[code] as number) < 0) placeOf[code] = values.push(code) - 1;
    places[i] = placeOf[code] as number;
  }
  return { places, values };
}
