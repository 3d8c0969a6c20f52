import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Connection } from "@temporalio/client";
import { NativeConnection } from "@temporalio/worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configuredTarget, connectionOptions, hostAndPort } from "../../src/server/connect.ts";
import { ensureServer } from "../../src/server/embedded.ts";
import type { RunningServer, ServerOptions } from "../../src/server/running.ts";
import { freePort, ServerRoom, temporalBinary } from "../support/temporal-server.ts";

let room: ServerRoom;
let embedded: ServerOptions;
let server: RunningServer;

beforeAll(async () => {
  room = await ServerRoom.make();
  embedded = { env: { HOME: room.folder }, folder: room.server(), binary: await temporalBinary() };
  server = await ensureServer(embedded);
}, 60_000);
afterAll(() => room.close());

describe("which server", () => {
  const env = {
    HOME: "/nowhere",
    TEMPORAL_ADDRESS: "env:1",
    TEMPORAL_NAMESPACE: "env-space",
    TEMPORAL_API_KEY: "secret",
  };

  it("is the address given, before the environment's", () => {
    expect(configuredTarget({ env, address: "given:2", namespace: "given-space" })).toEqual({
      source: "option",
      namespace: "given-space",
      options: { address: "given:2", apiKey: "secret", tls: true },
    });
  });

  it("is the environment's, with TLS as soon as there is a key", () => {
    expect(configuredTarget({ env })).toMatchObject({
      source: "environment",
      namespace: "env-space",
      options: { address: "env:1", apiKey: "secret", tls: true },
    });
  });

  it("is the one of Temporal's own profile file", async () => {
    const file = join(room.folder, "temporal.toml");
    await writeFile(file, '[profile.lab]\naddress = "file:3"\nnamespace = "file-space"\n');
    const found = configuredTarget({ env: { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: "lab" } });
    expect(found).toMatchObject({
      source: "environment",
      namespace: "file-space",
      options: { address: "file:3" },
    });
    expect(configuredTarget({ env: { TEMPORAL_CONFIG_FILE: file }, temporalProfile: "lab" })).toEqual(found);
    expect(() => configuredTarget({ env: { TEMPORAL_CONFIG_FILE: file }, temporalProfile: "none" })).toThrow(
      /Temporal's configuration .* cannot be read/,
    );
  });

  it("is nobody's where nothing names one", () => {
    expect(configuredTarget({ env: { HOME: "/nowhere" }, namespace: "given-space" })).toBeUndefined();
  });

  it.each([
    ["host", ["host", 7233]],
    ["host:1", ["host", 1]],
    ["[::1]:2", ["::1", 2]],
    ["[::1]", ["::1", 7233]],
  ])("reads the address %s", (address, read) => {
    expect(hostAndPort(address)).toEqual(read);
  });

  it("refuses an address with a scheme", () => {
    expect(() => hostAndPort("http://host:1")).toThrow("must be host:port");
  });
});

describe("the connection", () => {
  it("of the embedded server serves client and worker, in the namespace asked for", async () => {
    const found = await connectionOptions({ ...embedded, namespace: "asked" });
    expect(found).toMatchObject({
      source: "embedded",
      namespace: "asked",
      server: { pid: server.pid, adopted: true },
    });
    const client = await Connection.connect(found.options);
    await client.close();
    const worker = await NativeConnection.connect(found.options);
    await worker.close();
  }, 20_000);

  it("without an address is an error where the embedded server must not be started", async () => {
    const elsewhere = { env: embedded.env, folder: room.server("empty") };
    await expect(connectionOptions({ ...elsewhere, embedded: "adopt" })).rejects.toThrow(
      "No Temporal server: the embedded one does not run, and no address is set. Start it with `ouro server start`",
    );
    await expect(connectionOptions({ ...elsewhere, embedded: "never" })).rejects.toThrow(
      "Give --address or set",
    );
  });

  it("to an address where nothing listens is an error at once", async () => {
    const address = `127.0.0.1:${await freePort()}`;
    await expect(connectionOptions({ env: embedded.env, address })).rejects.toThrow(
      `No Temporal server answers at ${address} (without TLS): ${address} refused the connection. Check that`,
    );
  });

  it("with TLS to a server without is an error that speaks of TLS", async () => {
    await expect(
      connectionOptions({ env: embedded.env, address: server.address, tls: true }),
    ).rejects.toThrow(/\(with TLS\): .* whether it wants no TLS\./);
  }, 30_000);

  it("to a namespace that is not there is an error that names it", async () => {
    const asked = { env: embedded.env, address: server.address, namespace: "missing" };
    await expect(connectionOptions(asked)).rejects.toThrow(
      `The Temporal server at ${server.address} has no namespace "missing". Create it`,
    );
  });

  it("from the environment is checked as well", async () => {
    await mkdir(join(room.folder, "home"), { recursive: true });
    const env = { HOME: join(room.folder, "home"), TEMPORAL_ADDRESS: server.address };
    expect(await connectionOptions({ env })).toMatchObject({ source: "environment", namespace: "default" });
  });
});
