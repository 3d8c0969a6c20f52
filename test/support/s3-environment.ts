import { afterAll, beforeAll } from "vitest";
import { type S3Server, startS3 } from "./s3.ts";

/**
 * An S3 server for the tests of this block, to which environment variables lead while they run; none where there is no
 * binary.
 */
export function withS3(binary: string | undefined): { readonly bucket: string } {
  let server: S3Server | undefined;
  const before = { ...process.env };
  beforeAll(async () => {
    if (binary === undefined) return;
    server = await startS3(binary);
    Object.assign(process.env, server.environment);
  }, 60_000);
  afterAll(async () => {
    process.env = before;
    await server?.stop();
  });
  return {
    get bucket() {
      return server?.bucket ?? "";
    },
  };
}
