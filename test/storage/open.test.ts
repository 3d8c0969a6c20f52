import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { ParameterError } from "../../src/core/errors.ts";
import { openStore } from "../../src/storage/open.ts";

describe("opening a store by its URL", () => {
  it.each([
    ["file:///data/ouro", "file:///data/ouro"],
    ["file:///with%20space", "file:///with%20space"],
    ["ouro-data", pathToFileURL(resolve("ouro-data")).href],
    ["./a/../b", pathToFileURL(resolve("b")).href],
    ["file:ouro-data", pathToFileURL(resolve("ouro-data")).href],
    ["s3://bucket", "s3://bucket"],
    ["s3://bucket/", "s3://bucket"],
    ["s3://bucket/a/b/", "s3://bucket/a/b"],
  ])("takes %s", (given, url) => {
    expect(openStore(url, {}).url).toBe(url);
    expect(openStore(given, {}).url).toBe(url);
  });

  it.each([
    "",
    "gs://bucket",
    "http://host/x",
    "s3://",
    "s3://Bucket_",
    "s3://bucket//a",
    "file://host/share",
    "a\0b",
  ])("refuses %j", (given) => {
    expect(() => openStore(given, {})).toThrow(ParameterError);
  });
});
