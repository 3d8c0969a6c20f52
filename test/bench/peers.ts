import { source } from "./places.ts";

/** A program that computes what a kernel computes, in Python. */
export interface KernelPeer {
  readonly name: string;
  command(python: string): readonly string[];
}

/** Each is a function of this name in the families' files in `peers/`. */
const forms = {
  "numpy loop": "loop",
  "scikit-learn": "sklearn",
  "numpy vectorised": "vectorised",
  "numpy statistics": "statistics",
};

export const kernelPeers: readonly KernelPeer[] = Object.entries(forms).map(([name, form]) => ({
  name,
  command: (python) => [python, source("peers", "peer.py"), form],
}));

/** What the peers import, as pip calls it. */
export const peerPackages: readonly string[] = ["numpy==2.4.6", "scipy==1.17.1", "scikit-learn==1.9.1"];
