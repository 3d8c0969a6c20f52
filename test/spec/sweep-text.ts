/** A spec that is right, as lines, with some of its fields replaced (undefined: left out) and others added. */
export function sweepText(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const fields: Record<string, string | undefined> = {
    name: "a",
    family: "gaussian",
    parameters: "{samples: 10}",
    regime: "replace",
    generations: "3",
    replicates: "4",
    ...changes,
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");
}

/** The same with other parameters. */
export function withParameters(
  parameters: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  return sweepText({ parameters: `{${parameters}}`, ...changes });
}
