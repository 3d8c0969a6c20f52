import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";

const module = "github.com/versity/versitygw/cmd/versitygw@v1.8.0";

/** An S3 server of one's own on a loopback port, with one bucket; environment variables lead the SDK to it. */
export interface S3Server {
  readonly bucket: string;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Where the server's binary is: on PATH, in the cache, or built into it with Go; undefined where none of that is there. */
export async function findS3Binary(): Promise<string | undefined> {
  const cache = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "ouroboros", "bin");
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = [...folders, cache]
    .map((folder) => join(folder, "versitygw"))
    .find((path) => existsSync(path));
  if (found || !folders.some((folder) => existsSync(join(folder, "go")))) return found;
  await mkdir(cache, { recursive: true });
  await promisify(execFile)("go", ["install", module], { env: { ...process.env, GOBIN: cache } });
  return join(cache, "versitygw");
}

/** Starts the server on a folder of its own. */
export async function startS3(binary: string): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), "ouro-s3-"));
  await Promise.all(["data", "meta"].map((name) => mkdir(join(folder, name))));
  const port = await freePort();
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "secret-of-the-test",
    AWS_REGION: "us-east-1",
  };
  const server = spawn(
    binary,
    [
      "--quiet",
      "--port",
      `127.0.0.1:${port}`,
      "posix",
      "--sidecar",
      join(folder, "meta"),
      join(folder, "data"),
    ],
    {
      stdio: "ignore",
      env: {
        ...process.env,
        ROOT_ACCESS_KEY: environment.AWS_ACCESS_KEY_ID,
        ROOT_SECRET_KEY: environment.AWS_SECRET_ACCESS_KEY,
      },
    },
  );
  const stop = async (): Promise<void> => {
    await ended(server);
    await rm(folder, { recursive: true, force: true });
  };
  const bucket = "ouro-test";
  const client = new S3Client({
    endpoint: environment.AWS_ENDPOINT_URL,
    forcePathStyle: true,
    region: environment.AWS_REGION,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
    },
  });
  try {
    await untilItAnswers(() => client.send(new CreateBucketCommand({ Bucket: bucket })));
  } catch (error) {
    await stop();
    throw error;
  } finally {
    client.destroy();
  }
  return { bucket, environment, stop };
}

async function untilItAnswers(ask: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (tries === 40) throw error;
      await new Promise((done) => setTimeout(done, 250));
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, "127.0.0.1", done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await exit;
}
