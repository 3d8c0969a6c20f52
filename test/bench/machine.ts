import { execFileSync } from "node:child_process";
import { availableParallelism, cpus, loadavg, release } from "node:os";
import { core } from "./pinning.ts";
import { findPython } from "./python.ts";

/** What a number depends on beside the code. */
export interface Machine {
  readonly node: string;
  readonly v8: string;
  readonly cpu: string;
  readonly cores: number;
  readonly system: string;
  /** Of the last minute: far above the work of the bench itself, others were using the machine. */
  readonly load: number;
  /** Core that contestants of one core are bound to; null where they are not bound. */
  readonly pinnedTo: number | null;
  readonly python: string;
  readonly numpy: string;
}

/** Versions and hardware of this run. */
export async function describeMachine(note: (text: string) => void): Promise<Machine> {
  const script = "import platform, numpy; print(platform.python_version(), numpy.__version__)";
  const answer = execFileSync(await findPython(note), ["-c", script], { encoding: "utf8" });
  const [python = "", numpy = ""] = answer.trim().split(" ");
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    system: `${process.platform} ${release()} ${process.arch}`,
    load: loadavg()[0] ?? 0,
    pinnedTo: core ?? null,
    python,
    numpy,
  };
}
