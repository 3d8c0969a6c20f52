import avro, { type Schema } from "avsc";
import { createHash } from "node:crypto";

/**
 * Records as an Avro container file. Equal records give equal bytes: the marker between blocks, which Avro wants to be
 * unlikely to occur in the data, is a digest of them and not drawn, and nothing is compressed, since versions of Node.js
 * compress differently.
 *
 * @param metadata text by name, beside the schema that Avro writes itself
 */
export async function avroFile(
  schema: Schema,
  records: readonly object[],
  metadata: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const all = JSON.stringify([schema, records, metadata]);
  const options = {
    codec: "null" as const,
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, text]) => [name, Buffer.from(text)])),
    syncMarker: createHash("sha256").update(all).digest().subarray(0, 16),
    writeHeader: true,
  };
  const encoder = new avro.streams.BlockEncoder(schema, options);
  for (const record of records) encoder.write(record);
  encoder.end();
  const chunks: Buffer[] = [];
  for await (const chunk of encoder) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
