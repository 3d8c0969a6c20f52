import { describe, expect, it } from "vitest";
import { cacheFolder, dataFolder } from "../../src/server/paths.ts";

describe("the user's folders", () => {
  it("follow XDG where it is set", () => {
    const env = { HOME: "/home/ada", XDG_CACHE_HOME: "/c", XDG_DATA_HOME: "/d" };
    expect(cacheFolder(env, "linux")).toBe("/c/ouroboros");
    expect(dataFolder(env, "linux")).toBe("/d/ouroboros");
  });

  it.each([
    ["linux", { HOME: "/home/ada" }, "/home/ada/.cache/ouroboros", "/home/ada/.local/share/ouroboros"],
    [
      ...["darwin" as const, { HOME: "/Users/ada" }],
      ...["/Users/ada/Library/Caches/ouroboros", "/Users/ada/Library/Application Support/ouroboros"],
    ],
    [
      ...["win32" as const, { LOCALAPPDATA: "C:\\Users\\ada\\AppData\\Local" }],
      ...[
        "C:\\Users\\ada\\AppData\\Local\\ouroboros\\cache",
        "C:\\Users\\ada\\AppData\\Local\\ouroboros\\data",
      ],
    ],
  ] as [NodeJS.Platform, Record<string, string>, string, string][])(
    "follow %s's custom",
    (platform, env, cache, data) => {
      expect(cacheFolder(env, platform)).toBe(cache);
      expect(dataFolder(env, platform)).toBe(data);
    },
  );
});
