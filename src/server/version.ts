/** Task priorities and fairness, which sweeps of several users need, came with this server. */
export const oldestServer = "1.29.0";

/** What `temporal --version` prints; a build by `go install` calls its own version 0.0.0-DEV, so the server's counts. */
export function parseVersion(printed: string): { readonly cli: string; readonly server: string } | undefined {
  const match = /temporal version (\S+) \(Server (\d+\.\d+\.\d+)/i.exec(printed);
  return match?.[1] && match[2] ? { cli: match[1], server: match[2] } : undefined;
}

/** Below 0 when `a` is the older of two `major.minor.patch`; what follows a hyphen or plus is ignored. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? "").split(".").map((part) => Number(part) || 0);
}
