import { createRequire } from "node:module";

const manifest = createRequire(import.meta.url)("ouroboros/package.json") as { version: string };

/** This package's version, as its package.json says. */
export const packageVersion: string = manifest.version;
