import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type * as Sdk from "@aws-sdk/client-s3";
import { readDigested } from "./file-digest.ts";
import { byKey, checkKey, checkPrefix, temporaryPrefix } from "./keys.ts";
import { s3Error, statusOf } from "./s3-error.ts";
import type { Entry, Store } from "./store.ts";

export interface S3Options {
  readonly bucket: string;
  /** Without slashes at its ends; may be empty. */
  readonly prefix: string;
  /** Of a server other than AWS: then the bucket goes into the path, since it has no name of its own there. */
  readonly endpoint: string | undefined;
}

/** How often a conditional PUT that met another one under way (409) is tried again. */
const conflictTries = 5;
/** The metadata field that lets a writer know its own blob again. */
const writerField = "ouro-writer";

/**
 * The SDK's own switch for what every command would print on a Node.js that this package supports, and that later versions of the
 * SDK will not: its version is fixed in package.json.
 */
const unsupportedNodeSwitch = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";

interface Opened {
  readonly sdk: typeof Sdk;
  readonly client: Sdk.S3Client;
}

/**
 * A bucket, or a part of one, as a store. Region and credentials come from the SDK's own chain (environment, profile,
 * instance role), and so do retries. A PUT is atomic and durable when it returns; `create` rests on If-None-Match.
 */
export function s3Store({ bucket, prefix, endpoint }: S3Options): Store {
  const base = prefix === "" ? "" : `${prefix}/`;
  const url = `s3://${bucket}${prefix && `/${prefix}`}`;
  let opened: Promise<Opened> | undefined;
  /** The SDK takes a command a tenth of a second to load: it is, where a bucket is asked for something. */
  const open = async (): Promise<Opened> => {
    // oxlint-disable-next-line node/no-process-env -- the SDK reads its settings there, when it is loaded
    process.env[unsupportedNodeSwitch] ??= "true";
    opened ??= import("@aws-sdk/client-s3").then((sdk) => ({
      sdk,
      client: new sdk.S3Client({
        ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
        requestHandler: { connectionTimeout: 5_000, requestTimeout: 120_000 },
      }),
    }));
    return await opened;
  };
  const at = (key: string): { Bucket: string; Key: string } => ({
    Bucket: bucket,
    Key: base + checkKey(key),
  });

  /** Every page below a prefix, folded into names by `delimiter` where one is given. */
  async function* pages(below: string, delimiter?: string): AsyncGenerator<Sdk.ListObjectsV2CommandOutput> {
    const { sdk, client } = await open();
    try {
      yield* sdk.paginateListObjectsV2(
        { client },
        { Bucket: bucket, Prefix: base + checkPrefix(below), ...(delimiter && { Delimiter: delimiter }) },
      );
    } catch (error) {
      throw s3Error("list", `${url}/${below}`, error);
    }
  }

  async function write(key: string, bytes: Uint8Array): Promise<void> {
    const { sdk, client } = await open();
    try {
      await client.send(new sdk.PutObjectCommand({ ...at(key), Body: bytes }));
    } catch (error) {
      throw s3Error("write", `${url}/${key}`, error);
    }
  }

  return {
    url,

    async read(key) {
      const { sdk, client } = await open();
      try {
        const { Body } = await client.send(new sdk.GetObjectCommand(at(key)));
        return await Body?.transformToByteArray();
      } catch (error) {
        if (statusOf(error) === 404 && !isNoBucket(error)) return undefined;
        throw s3Error("read", `${url}/${key}`, error);
      }
    },

    write,

    async writeFile(key, scratch, make) {
      const path = join(scratch, `${temporaryPrefix}${randomBytes(8).toString("hex")}`);
      try {
        const made = await make(path);
        const { content, ...digest } = await readDigested(path);
        await write(key, content);
        return { made, ...digest };
      } finally {
        await rm(path, { force: true });
      }
    },

    async create(key, bytes) {
      const { sdk, client } = await open();
      const writer = randomBytes(16).toString("hex");
      const put = { ...at(key), Body: bytes, IfNoneMatch: "*", Metadata: { [writerField]: writer } };
      for (let attempt = 1; ; attempt++) {
        try {
          await client.send(new sdk.PutObjectCommand(put));
          return true;
        } catch (error) {
          const status = statusOf(error);
          if (status === 409 && attempt < conflictTries) continue;
          if (status !== 412) throw s3Error("write", `${url}/${key}`, error);
        }
        // The SDK tries again after an answer was lost: then the blob in the way is our own.
        try {
          const { Metadata } = await client.send(new sdk.HeadObjectCommand(at(key)));
          return Metadata?.[writerField] === writer;
        } catch (error) {
          if (statusOf(error) !== 404 || attempt >= conflictTries)
            throw s3Error("write", `${url}/${key}`, error);
        }
      }
    },

    async list(below) {
      const entries: Entry[] = [];
      for await (const page of pages(below))
        for (const { Key: key = "", Size: size = 0, LastModified: at } of page.Contents ?? [])
          if (!key.endsWith("/"))
            entries.push({
              key: key.slice(base.length),
              size,
              modified: at?.getTime() ?? Number.POSITIVE_INFINITY,
            });
      return entries.sort(byKey);
    },

    async folders(below) {
      const names: string[] = [];
      for await (const page of pages(below, "/"))
        for (const { Prefix: folder = "" } of page.CommonPrefixes ?? [])
          names.push(folder.slice(base.length + below.length, -1));
      return names.filter((name) => !name.startsWith(temporaryPrefix)).sort();
    },

    async remove(key) {
      const { sdk, client } = await open();
      try {
        await client.send(new sdk.DeleteObjectCommand(at(key)));
      } catch (error) {
        if (statusOf(error) === 404 && !isNoBucket(error)) return;
        throw s3Error("remove", `${url}/${key}`, error);
      }
    },

    locate: (key) => `s3://${bucket}/${base}${checkKey(key)}`,
  };
}

function isNoBucket(error: unknown): boolean {
  return error instanceof Error && error.name === "NoSuchBucket";
}
