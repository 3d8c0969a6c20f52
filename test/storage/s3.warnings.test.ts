import { createServer } from "node:net";
import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { s3Store } from "../../src/storage/s3.ts";

it("warns of nothing that is not about the store, on no version of Node.js", async () => {
  const refusing = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await new Promise((resolve) => refusing.once("listening", resolve));
  const address = refusing.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const warnings: string[] = [];
  const listen = (warning: Error): unknown => warnings.push(warning.message);
  process.on("warning", listen);
  Object.assign(process.env, {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_MAX_ATTEMPTS: "1",
  });
  try {
    const store = s3Store({ bucket: "bucket", prefix: "", endpoint: `http://127.0.0.1:${port}` });
    await expect(store.read("key")).rejects.toThrow();
    await setImmediate();
    expect(warnings).toEqual([]);
  } finally {
    process.off("warning", listen);
    refusing.close();
  }
});
