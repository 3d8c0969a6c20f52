import type { Command } from "commander";

export interface CommandEntry {
  /** What it does, in a line. */
  readonly summary: string;
  /** Makes it: loads its modules, and says what its arguments and options are. */
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of the help. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  run: {
    summary: "run a sweep here: server, worker, progress, dataset, report; the same command again resumes",
    load: async () => (await import("./run.ts")).runCommand(),
  },
  figures: {
    summary: "run all specs of a folder, and write one page: claim, curves and verdict of each",
    load: async () => (await import("./figures.ts")).figuresCommand(),
  },
  plan: {
    summary: "check a spec and print cells, chains, cohorts, estimated time and events; nothing is run",
    load: async () => (await import("./plan.ts")).planCommand(),
  },
  submit: {
    summary: "start a sweep that `ouro worker` processes run, and return",
    load: async () => (await import("./submit.ts")).submitCommand(),
  },
  worker: {
    summary: "serve sweeps until stopped: SIGTERM and Ctrl-C commit what is under way first",
    load: async () => (await import("./worker.ts")).workerCommand(),
  },
  status: {
    summary: "say how far a sweep is; without an id: the sweeps in the store",
    load: async () => (await import("./status.ts")).statusCommand(),
  },
  watch: {
    summary: "show a running sweep's progress until it ends; Ctrl-C stops watching only",
    load: async () => (await import("./watch.ts")).watchCommand(),
  },
  pause: {
    summary: "stop starting work; segments under way end and are committed",
    load: async () => (await import("./steer.ts")).steerCommand("pause"),
  },
  resume: {
    summary: "go on with a paused sweep",
    load: async () => (await import("./steer.ts")).steerCommand("resume"),
  },
  cancel: {
    summary: "end a sweep at its next commits; the same run command goes on from there",
    load: async () => (await import("./steer.ts")).steerCommand("cancel"),
  },
  extend: {
    summary: "give a sweep more cells, replicates or generations, and run only what is new",
    load: async () => (await import("./extend.ts")).extendCommand(),
  },
  exclude: {
    summary: "leave cells out of a sweep from now on: what they computed stays in the store",
    load: async () => (await import("./exclude.ts")).excludeCommand(),
  },
  failures: {
    summary: "list failed chains, grouped by cause, with the parameters that each group hit",
    load: async () => (await import("./failures.ts")).failuresCommand(),
  },
  retry: {
    summary: "run failed chains once more, from their last checkpoints: all, or one group",
    load: async () => (await import("./retry.ts")).retryCommand(),
  },
  query: {
    summary: "run SQL (DuckDB's) over a dataset's tables: generations, chains, cells, failures",
    load: async () => (await import("./query.ts")).queryCommand(),
  },
  export: {
    summary: "copy a dataset into PostgreSQL, DuckDB, or a folder of CSV, Arrow or Parquet files",
    load: async () => (await import("./export.ts")).exportCommand(),
  },
  report: {
    summary: "print a sweep's verdict and write its HTML report anew from the dataset",
    load: async () => (await import("./report.ts")).reportCommand(),
  },
  reproduce: {
    summary: "run one chain again, without a server, and compare it with the dataset bit for bit",
    load: async () => (await import("./reproduce.ts")).reproduceCommand(),
  },
  diff: {
    summary: "compare two sweeps cell by cell; exit code 1 where a mean differs or a cell is in one alone",
    load: async () => (await import("./diff.ts")).diffCommand(),
  },
  fsck: {
    summary: "check all that the store holds of a sweep, byte by byte, and say what is wrong",
    load: async () => (await import("./fsck.ts")).fsckCommand(),
  },
  families: {
    summary: "list the model families, their parameters and metrics",
    load: async () => (await import("./families.ts")).familiesCommand(),
  },
  regimes: {
    summary: "list the regimes, which data a generation trains on, and their parameters",
    load: async () => (await import("./regimes.ts")).regimesCommand(),
  },
  schema: {
    summary: "print the JSON Schema of the spec",
    load: async () => (await import("./schema.ts")).schemaCommand(),
  },
  doctor: {
    summary: "check machine, server and store, and say how to mend what is wrong",
    load: async () => (await import("./doctor.ts")).doctorCommand(),
  },
  server: {
    summary: "the embedded Temporal server: start, stop, status",
    load: async () => (await import("./server.ts")).serverCommand(),
  },
};
