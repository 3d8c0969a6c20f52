import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

const examples = new URL("../../../../examples/", import.meta.url).pathname;

/** Real specs, and short ones that use what they do not. */
const specs: readonly string[] = [
  ...readdirSync(examples, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml"))
    .map((path) => readFileSync(join(examples, path), "utf8")),
  `{"name": "a", "family": {"grid": ["gaussian", "beta"]}, "regime": {"name": "window", "length": 3}, "generations": 3, "replicates": 2}`,
  `name: b\nfamily: gaussian\nparameters: {samples: {range: [5, 9, 2]}, dimension: 2}\nzip: {divisor: [n, n-1]}\nwhere: [samples > dimension + 1, "not (samples == 7)"]\nregime: {grid: [replace, {name: mixture, real: {grid: [0.1, 0.5]}}]}\ngenerations: 4\nreplicates: 3\n`,
  `name: c\nseed: 3\nfamily: gaussian\nparameters: {samples: {sobol: {from: 5, to: 99, count: 4, scale: log}}, bias: {log: [0.1, 1, 3]}}\nregime: replace\ngenerations: 2\nreplicates: 1\ncheckpoint: {every: 1}\nqueue: gpu\nreport: {metrics: [mean], against: none}\n`,
];

/** Each spec in pieces: words, blanks, signs. */
const pieces: readonly (readonly string[])[] = specs.map(
  (text) => text.match(/[\w.+-]+|\s+|[^\w\s]/gu) ?? [],
);

/** Words of real specs, and what nobody should write. */
const words: readonly string[] = [
  ...new Set(pieces.flat()),
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "prototype",
    "null",
    "~",
    "true",
    ".nan",
    ".inf",
  ],
  ...[
    "-0",
    "1e308",
    "1e309",
    "9007199254740993",
    "0x1F",
    "0o17",
    "1_000",
    "-1",
    "0.1",
    "",
    "\u0000",
    "\uFEFF",
  ],
  ...["&a", "*a", "!!js/function", "!tag", "---", "...", "<<", "? ", "|", ">", "%YAML 1.1", "\t", "\r", "#"],
  ...["../../etc/passwd", "\u202E", "\u{1F40D}", "é", "e\u0301", "\uD800", "[[[[[[[[", "{{{{{{{{", '"', "'"],
  "x".repeat(70_000),
  "[".repeat(3000),
  "a: ".repeat(400),
];

const word = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.double().map(String) },
);

/** A change of a list of tokens at a place that is taken modulo its length. */
const mutation: fc.Arbitrary<(tokens: string[]) => void> = fc.oneof(
  fc.tuple(fc.nat(), word).map(([at, text]) => (tokens: string[]) => {
    tokens[at % Math.max(1, tokens.length)] = text;
  }),
  fc.tuple(fc.nat(), word).map(([at, text]) => (tokens: string[]) => {
    tokens.splice(at % (tokens.length + 1), 0, text);
  }),
  fc.tuple(fc.nat(), fc.nat(12)).map(([at, count]) => (tokens: string[]) => {
    tokens.splice(at % Math.max(1, tokens.length), count);
  }),
  fc.tuple(fc.nat(), fc.nat(), fc.nat(30)).map(([from, to, count]) => (tokens: string[]) => {
    const start = from % Math.max(1, tokens.length);
    tokens.splice(to % (tokens.length + 1), 0, ...tokens.slice(start, start + count));
  }),
);

/** Specs that were real once. */
export const mutatedSpecs: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...pieces), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([spec, mutations]) => {
    const tokens = [...spec];
    for (const mutate of mutations) mutate(tokens);
    return tokens.join("");
  });
