import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { locateBinary, provideBinary } from "../../src/server/ladder.ts";
import { cachedBinary } from "../../src/server/paths.ts";
import { ServerRoom } from "../support/temporal-server.ts";

let room: ServerRoom;
let bin: string;
let env: Record<string, string>;

const current = 'echo "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"';
const old = 'echo "temporal version 0.10.0 (Server 1.20.4, UI 2.10.3)"';
/** Nothing listens on port 9 of loopback: with a proxy there, the SDK's download ends at once, network or not. */
const noNetwork = { HTTPS_PROXY: "http://127.0.0.1:9" };

beforeEach(async () => {
  room = await ServerRoom.make();
  bin = join(room.folder, "bin");
  await mkdir(bin);
  env = { PATH: bin, XDG_CACHE_HOME: join(room.folder, "cache"), ...noNetwork };
});
afterEach(() => room.close());

async function onThePath(name: string, script: string): Promise<string> {
  const path = join(bin, name);
  await rename(await room.script(name, script), path);
  return path;
}

async function inTheCache(script: string): Promise<string> {
  const folder = join(room.folder, "cache", "ouroboros", "bin");
  await mkdir(folder, { recursive: true });
  const path = cachedBinary(env);
  await rename(await room.script("cached", script), path);
  return path;
}

/** A Go that notes each call, takes its time, and "builds" what `script` says. */
function fakeGo(script: string): Promise<string> {
  return onThePath(
    "go",
    `echo "$@" >> ${room.folder}/calls
/bin/sleep 0.4
for argument in "$@"; do case "$argument" in */temporal-*) file=$argument; esac; done
printf '#!/bin/sh\\n%s\\n' '${script}' > "$file"
/bin/chmod 755 "$file"`,
  );
}

async function failure(task: Promise<unknown>): Promise<string> {
  return task.then(
    () => "",
    (error: Error) => error.message.replaceAll(room.folder, "<room>"),
  );
}

describe("locating the server binary", () => {
  it("prefers the PATH to the cache", async () => {
    const path = await onThePath("temporal", current);
    await inTheCache(current);
    expect(await locateBinary({ env })).toEqual({
      ...{ path, source: "path", cliVersion: "1.5.1", serverVersion: "1.29.1" },
    });
  });

  it("passes over one on the PATH that is too old", async () => {
    await onThePath("temporal", old);
    const path = await inTheCache(current);
    expect(await locateBinary({ env })).toMatchObject({ path, source: "cache" });
  });

  it("finds none where there is none, and builds none", async () => {
    await fakeGo(current);
    expect(await locateBinary({ env })).toBeUndefined();
    expect(await readdir(room.folder)).not.toContain("calls");
  });
});

describe("providing the server binary", () => {
  it("takes the one named, or says why not and takes no other", async () => {
    await onThePath("temporal", current);
    const binary = await room.script("named", current);
    expect(await provideBinary({ env, binary })).toMatchObject({ path: binary, source: "option" });

    const bogus = await room.script("bogus", "echo hello");
    expect(await failure(provideBinary({ env, binary: bogus }))).toMatchInlineSnapshot(
      `"The Temporal binary that was named cannot be used: <room>/bogus is no Temporal CLI; --version printed "hello". Name a Temporal CLI with server 1.29.0 or newer, or name none and one is found or built."`,
    );
    const outdated = await room.script("outdated", old);
    expect(await failure(provideBinary({ env, binary: outdated }))).toContain(
      "holds server 1.20.4, older than 1.29.0",
    );
    const crashing = await room.script("crashing", "exit 3");
    expect(await failure(provideBinary({ env, binary: crashing }))).toContain("--version failed");
    expect(await failure(provideBinary({ env, binary: "/nowhere/temporal" }))).toContain(
      "is not there or may not be run",
    );
  });

  it("says of every way why it failed, and what to install", async () => {
    await onThePath("temporal", old);
    const message = await failure(provideBinary({ env }));
    expect(message.replace(/download failed: .*/, "download failed: …")).toMatchInlineSnapshot(`
      "No Temporal server (1.29.0 or newer) could be found, downloaded or built:
        - <room>/bin/temporal holds server 1.20.4, older than 1.29.0
        - <room>/cache/ouroboros/bin/temporal-2 is not there or may not be run
        - the SDK's download failed: …
        - no Go on the PATH to build it with
      Install the Temporal CLI so that \`temporal\` is on the PATH (https://docs.temporal.io/cli/setup-cli), or install Go, with which it is then built, or give the address of a running server."
    `);
  }, 20_000);

  it("says what Go said when the build fails", async () => {
    await onThePath("go", 'echo "go: no space left on device" >&2; exit 1');
    expect(await failure(provideBinary({ env }))).toContain(
      "building github.com/temporalio/cli v1.5.1 with Go failed: go: no space left on device",
    );
    expect(await readdir(join(room.folder, "cache", "ouroboros", "bin"))).toEqual([]);
  }, 20_000);

  it("builds once for two that ask at once, tells so, and leaves only the binary", async () => {
    await fakeGo(current);
    const leftover = join(room.folder, "cache", "ouroboros", "bin", "build-killed");
    await mkdir(leftover, { recursive: true });
    await writeFile(join(leftover, "temporal"), "half a binary");
    const said: string[] = [];
    const ask = {
      env,
      onProgress: ({ step, message }: { step: string; message: string }) => said.push(`${step}: ${message}`),
    };
    const [one, other] = await Promise.all([provideBinary(ask), provideBinary(ask)]);
    expect(one.path).toBe(other.path);
    expect([one.source, other.source].sort()).toEqual(["build", "cache"]);
    expect((await readFile(join(room.folder, "calls"), "utf8")).trim().split("\n")).toHaveLength(1);
    expect(await readdir(join(one.path, ".."))).toEqual([basename(one.path)]);
    expect(said).toContain(
      "build: Building the Temporal server with Go (takes 4-5 minutes on 2 cores, once)",
    );
    expect(said.some((line) => /^wait: Process \d+ is fetching or building/.test(line))).toBe(true);
  }, 20_000);

  it("stops building when told to", async () => {
    await onThePath("go", "exec /bin/sleep 60");
    const control = new AbortController();
    const asked = provideBinary({
      env,
      signal: control.signal,
      onProgress: ({ step }) => step === "build" && control.abort(new Error("interrupted")),
    });
    expect(await failure(asked)).toBe("interrupted");
    expect(await readdir(join(room.folder, "cache", "ouroboros", "bin"))).toEqual([]);
  }, 20_000);
});
