/** One thing that `doctor` looked at. */
export interface Check {
  readonly name: string;
  readonly ok: "ok" | "warn" | "fail";
  readonly detail: string;
  /** What to do; empty when all is well. */
  readonly fix: string;
}

export function good(name: string, detail: string): Check {
  return { name, ok: "ok", detail, fix: "" };
}

export function warn(name: string, detail: string, fix: string): Check {
  return { name, ok: "warn", detail, fix };
}

export function fail(name: string, detail: string, fix: string): Check {
  return { name, ok: "fail", detail, fix };
}
