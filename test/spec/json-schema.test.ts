import { expect, it } from "vitest";
import { familyNames } from "../../src/core/families/registry.ts";
import { regimeNames } from "../../src/core/regimes/registry.ts";
import { specJsonSchema } from "../../src/spec/json-schema.ts";

it("names the fields of a spec, families, regimes and their parameters", () => {
  const schema = JSON.parse(JSON.stringify(specJsonSchema())) as Record<string, unknown>;
  expect(schema).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    additionalProperties: false,
    required: ["name", "family", "regime", "generations", "replicates"],
    properties: { seed: { type: "integer", minimum: 0 }, generations: { minimum: 1, maximum: 10_000_000 } },
  });
  const text = JSON.stringify(schema);
  expect(text).toContain(`"enum":${JSON.stringify(familyNames)}`);
  expect(text).toContain(`"enum":${JSON.stringify(regimeNames)}`);
  expect(text).toContain('"propertyNames":{"enum":["samples","dimension"');
  expect(text).toContain('"propertyNames":{"enum":["name","width"]}');
});
