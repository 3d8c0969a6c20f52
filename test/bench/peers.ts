import { source } from "./places.ts";

/** A program that computes what a kernel computes, in Python; each is one file in `peers/`. */
export interface KernelPeer {
  readonly name: string;
  command(python: string): readonly string[];
}

const scripts = { "numpy loop": "loop", "numpy vectorised": "vectorised", "numpy statistics": "sufficient" };

export const kernelPeers: readonly KernelPeer[] = Object.entries(scripts).map(([name, script]) => ({
  name,
  command: (python) => [python, source("peers", `${script}.py`)],
}));
