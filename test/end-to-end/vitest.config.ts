import { defineConfig } from "vitest/config";

/** `npm run test:e2e`: the built command with real servers, kills and full disks. Two files at a time, minutes each: most of it is waiting. */
export default defineConfig({
  test: {
    include: ["test/end-to-end/**/*.test.ts", "test/chaos/**/*.test.ts"],
    globalSetup: "./test/support/provision.ts",
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 10 * 60_000,
    hookTimeout: 10 * 60_000,
  },
});
