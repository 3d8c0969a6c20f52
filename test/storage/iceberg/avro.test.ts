import avro from "avsc";
import { expect, it } from "vitest";
import { avroFile } from "../../../src/storage/iceberg/avro.ts";

const schema = {
  type: "record",
  name: "entry",
  fields: [
    { name: "path", type: "string", "field-id": 100 },
    { name: "rows", type: ["null", "long"], default: null, "field-id": 1 },
  ],
} as const;

async function decoded(bytes: Buffer): Promise<{ header: Record<string, string>; records: unknown[] }> {
  const decoder = new avro.streams.BlockDecoder();
  const records: unknown[] = [];
  let header = {};
  decoder.on("metadata", (_type, _codec, { meta }: { meta: Record<string, Buffer> }) => {
    header = Object.fromEntries(Object.entries(meta).map(([name, value]) => [name, value.toString()]));
  });
  decoder.on("data", (record) => records.push({ ...record }));
  const done = new Promise((resolve, reject) => decoder.on("end", resolve).on("error", reject));
  decoder.end(bytes);
  await done;
  return { header, records };
}

it("keeps records, what is said of them, and the numbers of fields", async () => {
  const records = Array.from({ length: 5000 }, (_, i) => ({
    path: `ß${i}`,
    rows: i % 3 ? 2 ** 53 - 1 - i : null,
  }));
  const { header, records: found } = await decoded(
    await avroFile(schema as never, records, { content: "data" }),
  );
  expect(found).toEqual(records);
  expect(header["content"]).toBe("data");
  expect(JSON.parse(header["avro.schema"] ?? "")).toEqual(schema);
});

it("is a file of no records, too", async () => {
  expect((await decoded(await avroFile(schema as never, [], { content: "data" }))).records).toEqual([]);
});

it("gives equal bytes for equal records, and others for others", async () => {
  const of = async (rows: number) =>
    (await avroFile(schema as never, [{ path: "a", rows }], { content: "data" })).toString("hex");
  expect(await of(1)).toBe(await of(1));
  expect(await of(1)).not.toBe(await of(2));
});
