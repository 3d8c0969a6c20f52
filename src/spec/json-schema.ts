import { z } from "zod";
import { familyNamed, familyNames } from "../core/families/registry.ts";
import { regimeNames } from "../core/regimes/registry.ts";
import { specSchema } from "./schema.ts";

const names: Readonly<Record<string, readonly string[]>> = { family: familyNames, regime: regimeNames };

/** JSON Schema (2020-12) of a spec file, for editors: names of families, regimes and their parameters included. */
export function specJsonSchema(): Readonly<Record<string, unknown>> {
  const form = z.toJSONSchema(specSchema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const known = names[z.globalRegistry.get(zodSchema)?.id ?? ""];
      if (known) jsonSchema.enum = [...known];
    },
  });
  return { title: "Sweep", ...form, allOf: familyNames.map(parametersOf) };
}

/** If the family is this one, then its parameters are these. */
function parametersOf(name: string): object {
  const { parameters } = familyNamed(name);
  const described = parameters.map(
    (info) => [info.name, { description: describe(info.must, info.default) }] as const,
  );
  const known = {
    properties: Object.fromEntries(described),
    propertyNames: { enum: parameters.map((info) => info.name) },
  };
  return {
    if: { required: ["family"], properties: { family: { const: name } } },
    then: { properties: { parameters: known, quick: { properties: { parameters: known } } } },
  };
}

function describe(must: string, fallback: unknown): string {
  return fallback === undefined ? must : `${must}; ${JSON.stringify(fallback)} unless given`;
}
