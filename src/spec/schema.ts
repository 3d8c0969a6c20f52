import { z } from "zod";
import type { SpecContent } from "./content.ts";

/** Cells and points of an axis, at most. */
export const cellLimit = 1_000_000;
const countLimit = 10_000_000;

// The message of every schema below is what must hold; `issues.ts` adds where, what came, and what to do.

const number = z.number({ error: "a finite number" });
const words = (must: string): z.ZodString => z.string({ error: must });
const integer = (least: number, most: number): z.ZodInt => {
  const error = `a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};
const name = (must: string): z.ZodString =>
  words(must)
    .max(64, { error: must })
    .regex(/^[a-z0-9][a-z0-9-]*$/, { error: must });

const form = "a mapping of known keys";
const strict = <Shape extends z.ZodRawShape>(
  shape: Shape,
  must: string = form,
): z.ZodObject<Shape, z.core.$strict> => z.strictObject(shape, { error: must });

function filled<Value extends z.ZodType>(value: Value): z.ZodArray<Value> {
  const error = "a list of at least one value";
  return z.array(value, { error }).min(1, { error });
}

const grid = <Value extends z.ZodType>(
  value: Value,
): z.ZodObject<{ grid: z.ZodArray<Value> }, z.core.$strict> => strict({ grid: filled(value) });

const value = z.union([number, z.string(), z.boolean(), z.array(number, { error: "a list of numbers" })], {
  error: "a finite number, a text, true, false or a list of numbers",
});

const triple = (error: string): z.ZodTuple<[typeof number, typeof number, typeof number], null> =>
  z.tuple([number, number, number], { error });

const range = strict({
  range: triple("[from, to, step]")
    .refine(([, , step]) => step > 0, { error: "[from, to, step] with a step above 0" })
    .refine(([from, to]) => from <= to, { error: "[from, to, step] with from at most to" })
    .refine(([from, to, step]) => !(step > 0) || (to - from) / step < cellLimit, {
      error: `[from, to, step] with at most ${cellLimit} steps`,
    }),
});

const log = strict({
  log: triple("[from, to, count]")
    .refine(([from, to]) => from > 0 && to > 0 && from !== to, {
      error: "[from, to, count] with from and to above 0 and different",
    })
    .refine(([, , count]) => Number.isInteger(count) && count >= 2 && count <= cellLimit, {
      error: `[from, to, count] with a whole count from 2 to ${cellLimit}`,
    }),
});

const sobol = strict({
  sobol: strict({
    from: number,
    to: number,
    count: integer(1, cellLimit),
    scale: z.enum(["linear", "log"], { error: "one of linear, log" }).default("linear"),
  })
    .refine(({ from, to }) => from < to, { error: "a mapping with from below to" })
    .refine(({ from, scale }) => scale === "linear" || from > 0, {
      error: "a mapping with from above 0 where scale is log",
    }),
});

const axisForms =
  "{grid: [...]}, {range: [from, to, step]}, {log: [from, to, count]}, {sobol: {from, to, count}}";
const parameter = z.union(
  [number, z.string(), z.boolean(), z.array(number), grid(value), range, log, sobol],
  {
    error: `a finite number, a text, true, false, a list of numbers or an axis (${axisForms})`,
  },
);
const regimeParameter = z.union([number, z.string(), z.boolean(), z.array(number), grid(value), range], {
  error:
    "a finite number, a text, true, false, a list of numbers, {grid: [...]} or {range: [from, to, step]}",
});

const familyName = words("the name of a family").meta({ id: "family" });
const regimeName = words("the name of a regime").meta({ id: "regime" });
const regimeMapping = z
  .object({ name: regimeName }, { error: form })
  .catchall(regimeParameter)
  .meta({ id: "regimeMapping" });
const regime = z.union([regimeName, regimeMapping], {
  error: "the name of a regime or a mapping with its name",
});
const against = z.enum(["theory", "none"], { error: "one of theory, none" });

const parameters = z.record(z.string(), parameter, { error: "a mapping of parameters" });
const zip = z.record(z.string(), filled(value), { error: "a mapping of parameters to lists" });
const where = z
  .union(
    [
      z.string(),
      z
        .array(words("an expression such as samples > dimension"))
        .max(100, { error: "at most 100 expressions" }),
    ],
    { error: "an expression such as samples > dimension, or a list of them" },
  )
  .transform((one) => (typeof one === "string" ? [one] : one));
const regimes = z.union([regimeName, grid(regime), regimeMapping], {
  error: "the name of a regime, a mapping with its name, or {grid: [...]}",
});
const count = integer(1, countLimit);

const sentence = (most: number): z.ZodString => {
  const error = `a text of 1 to ${most} characters`;
  return z.string({ error }).trim().min(1, { error }).max(most, { error });
};

const above = (least: number): z.ZodNumber =>
  z.number({ error: `a number above ${least}` }).gt(least, { error: `a number above ${least}` });
const share = z
  .number({ error: "a number between 0 and 1" })
  .gt(0, { error: "a number between 0 and 1" })
  .lt(1, { error: "a number between 0 and 1" });
const until = strict({
  metric: words("the name of a metric"),
  generation: integer(1, countLimit).optional(),
  half_width: above(0).optional(),
  relative: share.optional(),
  confidence: share.default(0.95),
  min: integer(2, countLimit).default(32),
  max: integer(2, countLimit),
})
  .refine((one) => (one.half_width === undefined) !== (one.relative === undefined), {
    error: "a mapping with either half_width or relative",
  })
  .refine(({ min, max }) => min <= max, { error: "a mapping with min at most max" });

const replicates = z.union([count, strict({ until })], {
  error: `a whole number from 1 to ${countLimit}, or {until: {...}}`,
});

const fields = {
  name: name("lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit"),
  seed: integer(0, Number.MAX_SAFE_INTEGER).default(0),
  family: z.union([familyName, grid(familyName)], { error: "the name of a family or {grid: [...]}" }),
  parameters: parameters.default({}),
  zip: zip.optional(),
  where: where.default([]),
  regime: regimes,
  generations: count,
  replicates,
  stop: strict({ when: words("collapse, or a condition such as variance < 1e-6") }).optional(),
  checkpoint: strict({ every: count }).optional(),
  queue: name("lower-case letters, digits and dashes, 1 to 64 of them").default("cpu"),
  report: strict({
    metrics: filled(words("the name of a metric")).optional(),
    against: against.default("theory"),
    title: sentence(120).optional(),
    claim: sentence(500).optional(),
    source: sentence(200).optional(),
  }).default({ against: "theory" }),
  quick: strict({
    parameters: parameters.optional(),
    zip: zip.optional(),
    where: where.optional(),
    regime: regimes.optional(),
    generations: count.optional(),
    replicates: replicates.optional(),
  }).optional(),
};

/** One schema a field, so that a mistake in one of them does not hide what is wrong with another. */
export const fieldSchemas: Readonly<Record<keyof SpecContent, z.ZodType>> = fields;

/** The form of a spec; whether names are known and values make sense is `check.ts`'s. */
export const specSchema: z.ZodType<SpecContent> = z.strictObject(fields, {
  error: "a mapping of names to values",
});
