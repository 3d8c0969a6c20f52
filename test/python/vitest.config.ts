import { defineConfig } from "vitest/config";

/** `npm run test:python`: what takes Python packages (requirements.txt), from OURO_PYTHON or python3. */
export default defineConfig({
  test: {
    include: ["test/python/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
