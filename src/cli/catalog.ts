import type { ParameterInfo } from "../core/families/family.ts";

/** What may be given to a family or a regime, a line each, under a heading; nothing where nothing may. */
export function parameterLines(parameters: readonly ParameterInfo[]): readonly string[] {
  if (parameters.length === 0) return [];
  return [
    "",
    "Parameters:",
    ...parameters.map(({ name, must, default: preset }) => {
      const unless = preset === undefined ? "" : ` (default ${JSON.stringify(preset)})`;
      return `  ${name}: ${must}${unless}`;
    }),
  ];
}
