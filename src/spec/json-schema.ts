import { z } from "zod";
import type { ParameterInfo } from "../core/families/family.ts";
import { familyNamed, familyNames } from "../core/families/registry.ts";
import { regimeNamed, regimeNames } from "../core/regimes/registry.ts";
import { specSchema } from "./schema.ts";

const names: Readonly<Record<string, readonly string[]>> = { family: familyNames, regime: regimeNames };

/** JSON Schema (2020-12) of a spec file, for editors: names of families, regimes and their parameters included. */
export function specJsonSchema(): Readonly<Record<string, unknown>> {
  const form = z.toJSONSchema(specSchema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      const id = z.globalRegistry.get(zodSchema)?.id ?? "";
      const known = names[id];
      if (known) jsonSchema.enum = [...known];
      if (id === "regimeMapping") jsonSchema.allOf = regimeNames.map(mappingOf);
    },
  });
  return { title: "Sweep", ...form, allOf: familyNames.map(parametersOf) };
}

/** If the family is this one, then its parameters are these. */
function parametersOf(name: string): object {
  const { parameters } = familyNamed(name);
  const known = {
    properties: described(parameters),
    propertyNames: { enum: parameters.map((info) => info.name) },
  };
  return {
    if: { required: ["family"], properties: { family: { const: name } } },
    then: { properties: { parameters: known, quick: { properties: { parameters: known } } } },
  };
}

/** If the mapping names this regime, then these are the keys beside its name. */
function mappingOf(name: string): z.core.JSONSchema.BaseSchema {
  const { parameters } = regimeNamed(name);
  return {
    if: { required: ["name"], properties: { name: { const: name } } },
    then: {
      properties: described(parameters),
      propertyNames: { enum: ["name", ...parameters.map((info) => info.name)] },
    },
  };
}

function described(parameters: readonly ParameterInfo[]): Record<string, { description: string }> {
  return Object.fromEntries(
    parameters.map((info) => [info.name, { description: describe(info.must, info.default) }]),
  );
}

function describe(must: string, fallback: unknown): string {
  return fallback === undefined ? must : `${must}; ${JSON.stringify(fallback)} unless given`;
}
