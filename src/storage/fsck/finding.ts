/** What `--repair` does about a finding. */
export type Repair =
  /** Moves the blob into quarantine: it cannot be trusted. */
  | "set-aside"
  /** Removes the blob: nothing needs it, once nobody can be about to name it. */
  | "remove"
  /** Writes plan.json again from its newest revision. */
  | "restore-plan"
  /** Moves the dataset's file into quarantine and publishes, so that it is made anew. */
  | "remake"
  /** Publishes the dataset, and with it the report, anew from the parts. */
  | "publish"
  /** Nothing: a person has to. */
  | "none";

/** Something that a check of a sweep found. */
export interface Finding {
  /** `damage` makes numbers or the sweep unreadable; `clutter` takes room and does no harm. */
  readonly severity: "damage" | "clutter";
  /** Of the blob in question. */
  readonly key: string;
  readonly problem: string;
  readonly repair: Repair;
  /** What the repair does and what comes after it, for a person. */
  readonly remedy: string;
  /** When the blob was last written, by the store's clock, in ms since 1970; where it matters. */
  readonly modified?: number;
}

export function damage(key: string, problem: string, remedy: string, repair: Repair = "set-aside"): Finding {
  return { severity: "damage", key, problem, repair, remedy };
}

export function clutter(key: string, problem: string, modified: number): Finding {
  const remedy = "It is removed, unless a step that is under way may still come to need it.";
  return { severity: "clutter", key, problem, repair: "remove", remedy, modified };
}

/** How much was looked at. */
export interface Looked {
  cohorts: number;
  checkpoints: number;
  parts: number;
  /** Of the newest checkpoints. */
  rows: number;
  bytes: number;
  datasetFiles: number;
}
