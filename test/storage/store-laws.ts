import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CorruptionError, ParameterError } from "../../src/core/errors.ts";
import type { Store } from "../../src/storage/store.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (data: Uint8Array | undefined): string | undefined => data && new TextDecoder().decode(data);

/** The laws of Store, written once: `open` gives a fresh, empty one. */
export function obeysStoreLaws(open: () => Promise<Store>): void {
  describe("as every store", () => {
    it("reads what was written, and the newest of it", async () => {
      const store = await open();
      await store.write("a/b", bytes("one"));
      await store.write("a/b", bytes("two"));
      expect(textOf(await store.read("a/b"))).toBe("two");
    });

    it("keeps empty and large blobs byte for byte", async () => {
      const store = await open();
      const large = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 31) % 251);
      await store.write("empty", new Uint8Array());
      await store.write("large", large);
      expect((await store.read("empty"))?.length).toBe(0);
      expect(Buffer.compare((await store.read("large")) ?? Buffer.alloc(0), large)).toBe(0);
    });

    it("writes a view into a larger buffer as that view", async () => {
      const store = await open();
      await store.write("view", bytes("0123456789").subarray(3, 6));
      expect(textOf(await store.read("view"))).toBe("345");
    });

    it("reads the same bytes whatever room there is for them", async () => {
      const store = await open();
      await store.write("a/b", bytes("0123456789"));
      for (const size of [0, 9, 10, 11, 100]) {
        const room = bytes("x".repeat(size));
        expect(textOf(await store.read("a/b", room))).toBe("0123456789");
        expect(await store.read("a/c", room)).toBeUndefined();
      }
    });

    it("takes in a file once it is made, as a whole", async () => {
      const store = await open();
      const scratch = await mkdtemp(join(tmpdir(), "ouro-laws-"));
      const large = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 37) % 241);
      const made = await store.writeFile("s/large", scratch, async (path) => {
        await writeFile(path, large.subarray(0, 1000));
        expect(await store.list("")).toEqual([]);
        await writeFile(path, large);
        return 7;
      });
      const sha256 = createHash("sha256").update(large).digest("hex");
      expect(made).toEqual({ made: 7, bytes: large.length, sha256 });
      const failing = store.writeFile("s/large", scratch, async (path) => {
        await writeFile(path, "half");
        throw new CorruptionError("no more of it");
      });
      await expect(failing).rejects.toThrow(new CorruptionError("no more of it"));
      expect(Buffer.compare((await store.read("s/large")) ?? Buffer.alloc(0), large)).toBe(0);
      expect(await store.list("")).toMatchObject([{ key: "s/large", size: large.length }]);
      expect(await readdir(scratch)).toEqual([]);
      await rm(scratch, { recursive: true });
    });

    it("has nothing under a missing key, a folder's name or a key below a blob", async () => {
      const store = await open();
      await store.write("a/b", bytes("x"));
      expect(await store.read("a/c")).toBeUndefined();
      expect(await store.read("a")).toBeUndefined();
      expect(await store.read("none/of/it")).toBeUndefined();
    });

    it("creates once, also when many try at the same time", async () => {
      const store = await open();
      const tries = await Promise.all(
        Array.from({ length: 8 }, (_, i) => store.create("once", bytes(`writer ${i}`))),
      );
      expect(tries.filter(Boolean)).toHaveLength(1);
      expect(textOf(await store.read("once"))).toBe(`writer ${tries.indexOf(true)}`);
      expect(await store.create("once", bytes("late"))).toBe(false);
      expect(textOf(await store.read("once"))).toBe(`writer ${tries.indexOf(true)}`);
    });

    it("lists everything below a prefix in key order with sizes", async () => {
      const store = await open();
      for (const key of ["s/b/2", "s/a", "s/b/10", "t/x", "s/c.d/e"]) await store.write(key, bytes(key));
      const entries = (await store.list("s/")).map(({ key, size }) => ({ key, size }));
      expect(entries).toEqual([
        { key: "s/a", size: 3 },
        { key: "s/b/10", size: 6 },
        { key: "s/b/2", size: 5 },
        { key: "s/c.d/e", size: 7 },
      ]);
      expect((await store.list("")).length).toBe(5);
      expect(await store.list("nowhere/")).toEqual([]);
    });

    it("says when a blob was written, in the order of writing", async () => {
      const store = await open();
      await store.write("s/a", bytes("x"));
      await store.write("s/b", bytes("x"));
      const [a, b] = (await store.list("s/")).map(({ modified }) => modified);
      expect(a).toBeGreaterThan(Date.UTC(2020));
      expect(b).toBeGreaterThanOrEqual(a);
    });

    it("names the folders below a prefix, and not the blobs", async () => {
      const store = await open();
      for (const key of ["s/b/2", "s/a", "s/c/d/e", "t/x"]) await store.write(key, bytes(key));
      expect(await store.folders("")).toEqual(["s", "t"]);
      expect(await store.folders("s/")).toEqual(["b", "c"]);
      expect(await store.folders("none/")).toEqual([]);
    });

    it("removes, also what is not there, and then knows no folder of it", async () => {
      const store = await open();
      await store.write("s/deep/er/blob", bytes("x"));
      await store.remove("s/deep/er/blob");
      await store.remove("s/deep/er/blob");
      await store.remove("s/other");
      expect(await store.read("s/deep/er/blob")).toBeUndefined();
      expect(await store.folders("")).toEqual([]);
    });

    it.each([
      "",
      "/a",
      "a/",
      "a//b",
      "../a",
      "a/../b",
      "a/./b",
      "a\0b",
      "a\\b",
      "a/.tmp-1",
      "x".repeat(201),
      "y/".repeat(450) + "z",
    ])("refuses the key %.20j", async (key) => {
      const store = await open();
      await expect(store.read(key)).rejects.toThrow(ParameterError);
      await expect(store.write(key, bytes("x"))).rejects.toThrow(ParameterError);
      await expect(store.create(key, bytes("x"))).rejects.toThrow(ParameterError);
      await expect(store.remove(key)).rejects.toThrow(ParameterError);
    });

    it("refuses a prefix without a slash at its end", async () => {
      const store = await open();
      await expect(store.list("a")).rejects.toThrow(ParameterError);
      await expect(store.folders("../")).rejects.toThrow(ParameterError);
    });
  });
}
