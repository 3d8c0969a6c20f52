import { configDefaults, defineConfig } from "vitest/config";

/** `npm test`. Tests of the whole program have settings of their own, in test/end-to-end. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/end-to-end/**", "test/python/**"],
    globalSetup: "./test/support/provision.ts",
    pool: "forks",
    maxWorkers: 2, // server tests start processes of their own: more workers than that only take turns
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
