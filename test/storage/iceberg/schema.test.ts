import { expect, it } from "vitest";
import { familyNamed, familyNames } from "../../../src/core/families/registry.ts";
import { fixedColumns } from "../../../src/storage/dataset/fixed-columns.ts";
import { tableSchemas } from "../../../src/storage/dataset/schema.ts";
import { fieldId } from "../../../src/storage/iceberg/schema.ts";

it("numbers columns by their names, for ever", () => {
  expect(["sweep_id", "generation", "test_error"].map(fieldId)).toEqual([231730057, 966294835, 113793219]);
});

it("gives no two columns that a table can have one number", () => {
  const brought = familyNames.map(familyNamed).flatMap(({ parameters, metrics }) => {
    return [...parameters, ...metrics].map(({ name }) => name);
  });
  const prefixed = brought.flatMap((name) => [name, `regime_${name}`, `param_${name}`, `metric_${name}`]);
  const failures = tableSchemas.flatMap(({ before }) => before.map(({ name }) => name));
  const names = new Set([...fixedColumns, ...failures, ...prefixed]);
  expect(names.size).toBeGreaterThan(300);
  expect(new Set([...names].map(fieldId)).size).toBe(names.size);
  for (const name of names) expect(fieldId(name)).toBeLessThanOrEqual(2 ** 30);
});
