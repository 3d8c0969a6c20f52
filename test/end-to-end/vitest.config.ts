import { defineConfig } from "vitest/config";

/** `npm run test:e2e`: the built command with real servers, kills and full disks. One file at a time, minutes each. */
export default defineConfig({
  test: {
    include: ["test/end-to-end/**/*.test.ts", "test/chaos/**/*.test.ts"],
    globalSetup: "./test/support/provision.ts",
    pool: "forks",
    fileParallelism: false,
    testTimeout: 10 * 60_000,
    hookTimeout: 10 * 60_000,
  },
});
