import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { StoreError } from "../../src/core/errors.ts";
import { fileStore } from "../../src/storage/file.ts";
import { obeysStoreLaws } from "./store-laws.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-store-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A file system of a bounded size, or read-only, where this user may mount one. */
async function mounted(options: string): Promise<string | undefined> {
  const folder = await temporaryFolder();
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  cleanups.push(() => execFileSync("umount", [folder]));
  return folder;
}

describe("a folder as a store", () => {
  obeysStoreLaws(async () => fileStore(join(await temporaryFolder(), "store")));

  it("does not list what a crash left unfinished", async () => {
    const root = await temporaryFolder();
    await mkdir(join(root, "s"));
    await writeFile(join(root, "s", ".tmp-0123456789abcdef"), "half");
    expect(await fileStore(root).list("")).toEqual([]);
  });

  it("removes what a killed process of this host left half-made beside a file that it makes", async () => {
    const root = await temporaryFolder();
    const ended = spawnSync(process.execPath, ["-e", ""]).pid;
    const left = (owner: string): string => `.tmp-${owner}-0123456789abcdef`;
    const kept = [left(`${hostname()}-${process.pid}`), left(`elsewhere-${ended}`), ".tmp-0123456789abcdef"];
    await mkdir(join(root, "s"));
    for (const name of [left(`${hostname()}-${ended}`), ...kept])
      await writeFile(join(root, "s", name), "half");
    await fileStore(root).writeFile("s/file", root, (path) => writeFile(path, "whole"));
    expect((await readdir(join(root, "s"))).sort()).toEqual([...kept, "file"].sort());
  });

  it("says that the disk is full, keeps the old blob and leaves no half-written file", async (context) => {
    const root = await mounted("size=256k");
    if (root === undefined) return context.skip("needs the right to mount a tmpfs");
    const store = fileStore(root);
    await store.write("s/blob", Buffer.from("old"));
    const tooMuch = new Uint8Array(1 << 20);
    const failure = await store.write("s/blob", tooMuch).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(String(failure)).toMatch(/ENOSPC.*The disk is full\. Free some space/);
    await expect(store.create("s/new", tooMuch)).rejects.toThrow(StoreError);
    expect(Buffer.from((await store.read("s/blob")) ?? []).toString()).toBe("old");
    expect(await readdir(join(root, "s"))).toEqual(["blob"]);
  });

  it("says that the file system is read-only", async (context) => {
    const root = await mounted("ro");
    if (root === undefined) return context.skip("needs the right to mount a tmpfs");
    await expect(fileStore(root).write("s/blob", Buffer.from("x"))).rejects.toThrow(
      /EROFS.*Mount it writable/,
    );
  });

  it("says that a file stands where a folder is needed", async () => {
    const root = await temporaryFolder();
    await writeFile(join(root, "s"), "in the way");
    const store = fileStore(root);
    const failure = await store.write("s/blob", Buffer.from("x")).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StoreError);
    expect(String(failure)).toContain(
      "A file stands where a folder is needed. Remove it or give another --store.",
    );
    expect(await store.read("s/blob")).toBeUndefined();
    expect(await readdir(root)).toEqual(["s"]);
  });

  it("says that a folder stands where a file is needed", async () => {
    const store = fileStore(await temporaryFolder());
    await store.write("s/a/b", Buffer.from("x"));
    await expect(store.write("s/a", Buffer.from("x"))).rejects.toThrow(
      /A folder stands where a file is needed/,
    );
    expect(await store.list("")).toMatchObject([{ key: "s/a/b", size: 1 }]);
  });

  it("writes while another removes the last blob of the folder", async () => {
    const store = fileStore(await temporaryFolder());
    for (let round = 0; round < 30; round++)
      await Promise.all([store.write(`s/a/${round}`, Buffer.from("x")), store.remove(`s/a/${round - 1}`)]);
    expect(await store.list("")).toMatchObject([{ key: "s/a/29", size: 1 }]);
  });
});
