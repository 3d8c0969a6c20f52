import { describe, expect, it } from "vitest";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { SpecError } from "../../src/spec/problems.ts";
import { sweepText, withParameters } from "./sweep-text.ts";

/** Title, text, and the whole message. */
const cases: readonly (readonly [string, string | Uint8Array, readonly string[]])[] = [
  ["empty", "", ["1:1: the spec must be a mapping of names to values; got nothing."]],
  ["only a comment", "# nothing\n", ["1:1: the spec must be a mapping of names to values; got nothing."]],
  ["a text", "hello", ['1:1: the spec must be a mapping of names to values; got "hello".']],
  ["a list", "[1, 2]", ["1:1: the spec must be a mapping of names to values; got [1, 2]."]],
  [
    "no fields",
    "{}",
    [
      "1:1: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got nothing.",
      "1:1: family must be the name of a family or {grid: [...]}; got nothing.",
      "1:1: regime must be the name of a regime, a mapping with its name, or {grid: [...]}; got nothing.",
      "1:1: generations must be a whole number from 1 to 10000000; got nothing.",
      "1:1: replicates must be a whole number from 1 to 10000000, or {until: {...}}; got nothing.",
    ],
  ],
  [
    "JSON with a mistake",
    '{\n  "name": "a",\n  "family": "gaussian",\n  "parameters": { "samples": 1 },\n  "regime": "replace",\n  "generations": 3,\n  "replicates": 4\n}',
    ["4:30: parameters.samples must be a whole number from 2 to 2147483648; got 1."],
  ],
  [
    "JSON cut short",
    '{"name": "a", "family": ',
    ["1:25: a quote, bracket, comma or colon must stand here; got none."],
  ],
  [
    "unknown field",
    sweepText({ sed: "1" }),
    ['7:1: sed must be a known key; got "sed". Did you mean "seed"?'],
  ],
  [
    "unknown field, unlike any",
    sweepText({ zebra: "1" }),
    [
      '7:1: zebra must be a known key; got "zebra". There are: name, seed, family, parameters, zip, where, regime, generations, replicates, stop, checkpoint, queue, report, quick.',
    ],
  ],
  [
    "several unknown fields",
    sweepText({ regimes: "x", replicate: "4", generatoins: "1" }),
    [
      '7:1: regimes must be a known key; got "regimes". Did you mean "regime"?',
      '8:1: replicate must be a known key; got "replicate". Did you mean "replicates"?',
      '9:1: generatoins must be a known key; got "generatoins". Did you mean "generations"?',
    ],
  ],
  [
    "field in capitals",
    sweepText({ Seed: "1" }),
    ['7:1: Seed must be a known key; got "Seed". Did you mean "seed"?'],
  ],
  [
    "misspelt parameter",
    withParameters("smaples: 10"),
    [
      "3:13: parameters.samples must be a whole number from 2 to 2147483648; got nothing.",
      '3:14: parameters.smaples must be a parameter of Gaussian; got "smaples". Did you mean "samples"?',
    ],
  ],
  [
    "misspelt and wrong at once",
    withParameters("smaples: 10, dimension: -1, sd: .nan, bias: 0"),
    [
      "3:13: parameters.samples must be a whole number from 2 to 2147483648; got nothing.",
      '3:14: parameters.smaples must be a parameter of Gaussian; got "smaples". Did you mean "samples"?',
      "3:38: parameters.dimension must be a whole number from 1 to 4096; got -1.",
      "3:46: parameters.sd must be a finite number, a text, true, false, a list of numbers or an axis ({grid: [...]}, {range: [from, to, step]}, {log: [from, to, count]}, {sobol: {from, to, count}}); got NaN.",
      "3:58: parameters.bias must be a finite number above 0; got 0.",
    ],
  ],
  [
    "name with capitals",
    sweepText({ name: "My_Sweep" }),
    [
      '1:7: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got "My_Sweep".',
    ],
  ],
  [
    "name that is a number",
    sweepText({ name: "2024" }),
    [
      "1:7: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got 2024.",
    ],
  ],
  [
    "name left empty",
    sweepText({ name: "" }),
    [
      "1:7: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got null.",
    ],
  ],
  [
    "name of 65 letters",
    sweepText({ name: "x".repeat(65) }),
    [
      '1:7: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...".',
    ],
  ],
  [
    "name of 70 KB",
    sweepText({ name: "x".repeat(70_000) }),
    [
      '1:7: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...".',
    ],
  ],
  [
    "key of 70 KB",
    `${sweepText()}${"x".repeat(70_000)}: 1\n`,
    [
      "7:1: the file must be YAML or JSON; the parser says: The : indicator must be at most 1024 chars after the start of an implicit block mapping key.",
    ],
  ],
  [
    "key of 70 KB in quotes",
    `${sweepText()}? "${"x".repeat(70_000)}"\n: 1\n`,
    [
      '7:3: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx... must be a known key; got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...". There are: name, seed, family, parameters, zip, where, regime, generations, replicates, stop, checkpoint, queue, report, quick.',
    ],
  ],
  [
    "negative seed",
    sweepText({ seed: "-1" }),
    ["7:7: seed must be a whole number from 0 to 9007199254740991; got -1."],
  ],
  [
    "seed with a fraction",
    sweepText({ seed: "1.5" }),
    ["7:7: seed must be a whole number from 0 to 9007199254740991; got 1.5."],
  ],
  [
    "seed beyond exact integers",
    sweepText({ seed: "9007199254740993" }),
    ["7:7: seed must be a whole number from 0 to 9007199254740991; got 9007199254740992."],
  ],
  [
    "seed of thirty digits",
    sweepText({ seed: "123456789012345678901234567890" }),
    ["7:7: seed must be a whole number from 0 to 9007199254740991; got 1.2345678901234568e+29."],
  ],
  [
    "seed as a text",
    sweepText({ seed: '"7"' }),
    ['7:7: seed must be a whole number from 0 to 9007199254740991; got "7".'],
  ],
  [
    "no generations",
    sweepText({ generations: "0" }),
    ["5:14: generations must be a whole number from 1 to 10000000; got 0."],
  ],
  [
    "too many generations",
    sweepText({ generations: "10000001" }),
    ["5:14: generations must be a whole number from 1 to 10000000; got 10000001."],
  ],
  [
    "endless generations",
    sweepText({ generations: ".inf" }),
    ["5:14: generations must be a whole number from 1 to 10000000; got Infinity."],
  ],
  [
    "replicates as a list",
    sweepText({ replicates: "[1, 2]" }),
    ["6:13: replicates must be a whole number from 1 to 10000000, or {until: {...}}; got [1, 2]."],
  ],
  [
    "replicates left out",
    sweepText({ replicates: undefined }),
    ["1:1: replicates must be a whole number from 1 to 10000000, or {until: {...}}; got nothing."],
  ],
  [
    "unknown family",
    sweepText({ family: "guassian" }),
    ['2:9: family must be the name of a family; got "guassian". Did you mean "gaussian"?'],
  ],
  [
    "family as a number",
    sweepText({ family: "3" }),
    ["2:9: family must be the name of a family or {grid: [...]}; got 3."],
  ],
  [
    "family twice in a grid",
    sweepText({ family: "{grid: [gaussian, gaussian]}" }),
    ['2:27: family.grid[1] must be different from the values before it, [0] among them; got "gaussian".'],
  ],
  [
    "unknown family in a grid",
    sweepText({ family: "{grid: [gaussian, linear-regresion]}" }),
    [
      '2:27: family.grid[1] must be the name of a family; got "linear-regresion". Did you mean "linear-regression"?',
    ],
  ],
  [
    "a parameter that one of two families has not",
    withParameters("samples: 20, noise: 1", { family: "{grid: [gaussian, linear-regression]}" }),
    [
      "3:13: parameters.dimension must be a whole number from 1 to 4096; got nothing. So it is for Linear regression.",
      '3:27: parameters.noise must be a parameter of Gaussian; got "noise". There are: samples, dimension, mean, sd, divisor, bias, threshold.',
    ],
  ],
  [
    "unknown regime",
    sweepText({ regime: "acumulate" }),
    ['4:9: regime must be the name of a regime; got "acumulate". Did you mean "accumulate"?'],
  ],
  [
    "unknown regimes in a grid",
    sweepText({ regime: "{grid: [replace, replce, {name: acumulate}]}" }),
    [
      '4:26: regime.grid[1] must be the name of a regime; got "replce". Did you mean "replace"?',
      '4:41: regime.grid[2].name must be the name of a regime; got "acumulate". Did you mean "accumulate"?',
    ],
  ],
  [
    "regimes as papers call them",
    sweepText({ regime: "{grid: [discard, Augment & Subsample, {name: fresh_data_loop}]}" }),
    [
      '4:17: regime.grid[0] must be the name of a regime; got "discard". Here it is "replace".',
      '4:26: regime.grid[1] must be the name of a regime; got "Augment & Subsample". Here it is "accumulate-subsample".',
      '4:54: regime.grid[2].name must be the name of a regime; got "fresh_data_loop". Here it is "fresh-real".',
    ],
  ],
  [
    "regime without its name",
    sweepText({ regime: "{size: 3}" }),
    ["4:9: regime.name must be the name of a regime; got nothing."],
  ],
  [
    "parameter of a regime that has none",
    sweepText({ regime: "{name: replace, size: 3}" }),
    ["4:31: regime.size must be absent: there are no parameters here; got 3. Remove it or correct its name."],
  ],
  [
    "regime without a parameter that it must have",
    sweepText({ regime: "{grid: [window, {name: weights, real: 1}]}" }),
    [
      "4:17: regime.grid[0].width must be a whole number from 1 to 64; got nothing.",
      "4:32: regime.grid[1].weights must be a list of numbers of at least 0; got nothing.",
    ],
  ],
  [
    "shares of a regime that do not add up",
    sweepText({ regime: "{name: mixture, alpha: 0.5, gamma: 0.1}" }),
    [
      "4:32: regime.alpha must be 0.9; got 0.5. The shares alpha, beta and gamma add up to 1. It may be left out.",
    ],
  ],
  [
    "regime as a list",
    sweepText({ regime: "[replace, accumulate]" }),
    [
      '4:9: regime must be the name of a regime, a mapping with its name, or {grid: [...]}; got ["replace", "accumulate"].',
    ],
  ],
  [
    "regime twice",
    sweepText({ regime: "{grid: [replace, {name: replace}]}" }),
    [
      '4:33: regime.grid[1].name must make cells that differ; got the same cell twice (gaussian, replace, {"samples":10,"dimension":1,"mean":0,"sd":1,"divisor":"n-1","bias":1}).',
    ],
  ],
  [
    "missing parameter",
    withParameters("dimension: 2"),
    ["3:13: parameters.samples must be a whole number from 2 to 2147483648; got nothing."],
  ],
  [
    "negative samples",
    withParameters("samples: -5"),
    ["3:23: parameters.samples must be a whole number from 2 to 2147483648; got -5."],
  ],
  [
    "samples as a text",
    withParameters("samples: ten"),
    ['3:23: parameters.samples must be a whole number from 2 to 2147483648; got "ten".'],
  ],
  [
    "samples not a number",
    withParameters("samples: .nan"),
    [
      "3:23: parameters.samples must be a finite number, a text, true, false, a list of numbers or an axis ({grid: [...]}, {range: [from, to, step]}, {log: [from, to, count]}, {sobol: {from, to, count}}); got NaN.",
    ],
  ],
  [
    "samples left empty",
    "name: a\nfamily: gaussian\nparameters:\n  samples:\nregime: replace\ngenerations: 3\nreplicates: 4\n",
    [
      "4:11: parameters.samples must be a finite number, a text, true, false, a list of numbers or an axis ({grid: [...]}, {range: [from, to, step]}, {log: [from, to, count]}, {sobol: {from, to, count}}); got null.",
    ],
  ],
  [
    "a list where an axis was meant",
    withParameters("samples: [10, 20]"),
    [
      "3:23: parameters.samples must be a whole number from 2 to 2147483648; got [10,20]. An axis is written {grid: [...]}.",
    ],
  ],
  [
    "a list with a text",
    withParameters("samples: [10, x]"),
    ['3:28: parameters.samples[1] must be a finite number; got "x".'],
  ],
  [
    "empty grid",
    withParameters("samples: {grid: []}"),
    ["3:30: parameters.samples.grid must be a list of at least one value; got an empty list."],
  ],
  [
    "grid that is no list",
    withParameters("samples: {grid: 10}"),
    ["3:30: parameters.samples.grid must be a list of at least one value; got 10."],
  ],
  [
    "misspelt grid",
    withParameters("samples: {gird: [10]}"),
    ['3:24: parameters.samples.gird must be a known key; got "gird". Did you mean "grid"?'],
  ],
  [
    "two axes at once",
    withParameters("samples: {grid: [10], log: [10, 20, 3]}"),
    [
      "3:23: parameters.samples must be a finite number, a text, true, false, a list of numbers or an axis ({grid: [...]}, {range: [from, to, step]}, {log: [from, to, count]}, {sobol: {from, to, count}}); got a mapping with grid, log.",
    ],
  ],
  [
    "axis with a stranger",
    withParameters("samples: {grid: [10], unit: m}"),
    ['3:36: parameters.samples.unit must be a known key; got "unit".'],
  ],
  [
    "values twice in a grid",
    withParameters("samples: {grid: [10, 20, 10.0, 1e1]}"),
    [
      "3:39: parameters.samples.grid[2] must be different from the values before it, [0] among them; got 10.",
      "3:45: parameters.samples.grid[3] must be different from the values before it, [0] among them; got 10.",
    ],
  ],
  [
    "several wrong values in a grid",
    withParameters("samples: {grid: [10, x, 1, 5.5]}, divisor: {grid: [n, m]}"),
    [
      '3:35: parameters.samples.grid[1] must be a whole number from 2 to 2147483648; got "x".',
      "3:38: parameters.samples.grid[2] must be a whole number from 2 to 2147483648; got 1.",
      "3:41: parameters.samples.grid[3] must be a whole number from 2 to 2147483648; got 5.5.",
      '3:68: parameters.divisor.grid[1] must be one of n-1, n; got "m".',
    ],
  ],
  [
    "zero and minus zero",
    withParameters("samples: 10, mean: {grid: [0, -0]}"),
    ["3:44: parameters.mean.grid[1] must be different from the values before it, [0] among them; got 0."],
  ],
  [
    "range backwards",
    withParameters("samples: {range: [20, 10, 5]}"),
    ["3:31: parameters.samples.range must be [from, to, step] with from at most to; got [20, 10, 5]."],
  ],
  [
    "range without step",
    withParameters("samples: {range: [10, 20]}"),
    ["3:31: parameters.samples.range must be [from, to, step]; got [10, 20]."],
  ],
  [
    "range with step 0",
    withParameters("samples: {range: [10, 20, 0]}"),
    ["3:31: parameters.samples.range must be [from, to, step] with a step above 0; got [10, 20, 0]."],
  ],
  [
    "range of a billion",
    withParameters("samples: 10, sd: {range: [1, 2, 1e-9]}"),
    ["3:39: parameters.sd.range must be [from, to, step] with at most 1000000 steps; got [1, 2, 1e-9]."],
  ],
  [
    "range that meets a wrong value",
    withParameters("samples: {range: [1, 4, 1]}"),
    ["3:31: parameters.samples.range must be a whole number from 2 to 2147483648; got 1."],
  ],
  [
    "log from 0",
    withParameters("samples: {log: [0, 100, 3]}"),
    [
      "3:29: parameters.samples.log must be [from, to, count] with from and to above 0 and different; got [0, 100, 3].",
    ],
  ],
  [
    "log with one point",
    withParameters("samples: {log: [10, 100, 1]}"),
    [
      "3:29: parameters.samples.log must be [from, to, count] with a whole count from 2 to 1000000; got [10, 100, 1].",
    ],
  ],
  [
    "log whose points meet once rounded",
    withParameters("samples: {log: [2, 4, 9]}"),
    [
      '3:29: parameters.samples.log must make cells that differ; got the same cell twice (gaussian, replace, {"samples":2,"dimension":1,"mean":0,"sd":1,"divisor":"n-1","bias":1}).',
    ],
  ],
  [
    "sobol without count",
    withParameters("samples: {sobol: {from: 10, to: 20}}"),
    ["3:31: parameters.samples.sobol.count must be a whole number from 1 to 1000000; got nothing."],
  ],
  [
    "sobol with a misspelt scale",
    withParameters("samples: {sobol: {from: 10, to: 20, count: 4, scale: logarithmic}}"),
    ['3:67: parameters.samples.sobol.scale must be one of linear, log; got "logarithmic".'],
  ],
  [
    "sobol with a misspelt key",
    withParameters("samples: {sobol: {form: 10, to: 20, count: 4}}"),
    [
      "3:31: parameters.samples.sobol.from must be a finite number; got nothing.",
      '3:32: parameters.samples.sobol.form must be a known key; got "form". Did you mean "from"?',
    ],
  ],
  [
    "sobol axes of two lengths",
    withParameters("samples: {sobol: {from: 10, to: 20, count: 4}}, sd: {sobol: {from: 1, to: 2, count: 5}}"),
    [
      "3:98: parameters.sd.sobol.count must be 4, as for samples: the sobol axes of a spec are one axis; got 5.",
    ],
  ],
  [
    "sobol log from 0",
    withParameters("samples: 10, sd: {sobol: {from: 0, to: 2, count: 5, scale: log}}"),
    [
      "3:39: parameters.sd.sobol must be a mapping with from above 0 where scale is log; got a mapping with from, to, count, scale.",
    ],
  ],
  [
    "a million million cells",
    withParameters(
      "samples: {range: [1, 1000, 1]}, dimension: {range: [1, 1000, 1]}, mean: {range: [1, 1000, 1]}, sd: {range: [1, 1000, 1]}",
    ),
    [
      "1:1: the spec must span at most 1000000 cells before where; got 1000000000000. Shorten an axis, or make several sweeps of it.",
    ],
  ],
  [
    "one cell too many",
    withParameters("samples: {range: [1, 1001, 1]}, dimension: {range: [1, 1000, 1]}"),
    [
      "1:1: the spec must span at most 1000000 cells before where; got 1001000. Shorten an axis, or make several sweeps of it.",
    ],
  ],
  [
    "zip of unequal lists",
    withParameters("", { zip: "{samples: [10, 20], dimension: [1, 2, 3]}" }),
    ["7:37: zip.dimension must have 2 values, as samples has; got 3."],
  ],
  [
    "zip of a parameter that is given",
    sweepText({ zip: "{samples: [10, 20]}" }),
    ['7:7: zip.samples must be absent here or under parameters; got "samples". It has two values.'],
  ],
  [
    "zip with an empty list",
    sweepText({ zip: "{dimension: []}" }),
    ["7:18: zip.dimension must be a list of at least one value; got an empty list."],
  ],
  [
    "zip with a pair twice",
    withParameters("", { zip: "{samples: [10, 20, 10], dimension: [1, 1, 1]}" }),
    ["7:25: zip.samples[2] must be different from the values before it, [0] among them; got [10, 1]."],
  ],
  [
    "zip with a misspelt name",
    sweepText({ zip: "{dimensoin: [1, 2]}" }),
    ['7:7: zip.dimensoin must be a parameter of Gaussian; got "dimensoin". Did you mean "dimension"?'],
  ],
  [
    "zip with an axis",
    sweepText({ zip: "{dimension: {grid: [1, 2]}}" }),
    ["7:18: zip.dimension must be a list of at least one value; got a mapping with grid."],
  ],
  [
    "where with an unknown name",
    sweepText({ where: "samples > dimensoin" }),
    [
      '7:18: where (character 11) must have names of parameters, family or regime; got dimensoin. Did you mean "dimension"?',
    ],
  ],
  [
    "where with an end too early",
    sweepText({ where: "samples >" }),
    ["7:17: where (character 10) must have a name, a number or a quoted text; got its end."],
  ],
  [
    "where with one equals sign",
    sweepText({ where: "['sd = 2', samples > 3]" }),
    [
      "7:13: where[0] (character 4) must have names, numbers, quoted texts and operators; got =, which is written ==.",
    ],
  ],
  [
    "where with an open text",
    sweepText({ where: "regime == 'replace" }),
    ["7:18: where (character 11) must have a closing '; got none."],
  ],
  [
    "where with an open parenthesis",
    sweepText({ where: "(samples > 3" }),
    ["7:20: where (character 13) must have a closing parenthesis; got its end."],
  ],
  [
    "until with an unknown metric, at a generation that there is not",
    sweepText({ replicates: "{until: {metric: varience, half_width: 0.1, max: 100, generation: 7}}" }),
    [
      '6:30: replicates.until.metric must be a metric of Gaussian; got "varience". Did you mean "variance"?',
      "6:79: replicates.until.generation must be at most 3, the last generation; got 7.",
    ],
  ],
  [
    "until with two widths",
    sweepText({ replicates: "{until: {metric: variance, half_width: 0.1, relative: 0.1, max: 100}}" }),
    [
      "6:21: replicates.until must be a mapping with either half_width or relative; got a mapping with metric, half_width, relative, max.",
    ],
  ],
  [
    "until with more at least than at most",
    sweepText({ replicates: "{until: {metric: variance, half_width: 0.1, max: 10}}" }),
    [
      "6:21: replicates.until must be a mapping with min at most max; got a mapping with metric, half_width, max.",
    ],
  ],
  [
    "until with values out of range",
    sweepText({ replicates: "{until: {metric: variance, relative: 2, max: 100, confidence: 95}}" }),
    [
      "6:50: replicates.until.relative must be a number between 0 and 1; got 2.",
      "6:75: replicates.until.confidence must be a number between 0 and 1; got 95.",
    ],
  ],
  [
    "replicates with a misspelt key",
    sweepText({ replicates: "{untill: {metric: variance}}" }),
    ['6:14: replicates.untill must be a known key; got "untill". Did you mean "until"?'],
  ],
  [
    "stop with an unknown metric",
    sweepText({ stop: "{when: varience < 1e-6 or collapse}" }),
    [
      '7:14: stop.when (character 1) must have names of metrics of Gaussian, collapse, generation or status; got varience. Did you mean "variance"?',
    ],
  ],
  [
    "stop that is no condition",
    sweepText({ stop: "{when: variance}" }),
    ["7:14: stop.when (character 1) must have true or false for a condition; got a number."],
  ],
  [
    "a value that some of the families refuse",
    sweepText({ family: "{grid: [gaussian, poisson]}", parameters: "{ samples: 1, mean: 2 }" }),
    ["3:24: parameters.samples must be a whole number from 2 to 2147483648; got 1. So it is for Gaussian."],
  ],
  [
    "stop that compares kinds, behind or",
    sweepText({ stop: "{when: collapse or status > 3}" }),
    [
      "7:33: stop.when (character 20) must have values of one kind on both sides of >; got a text and a number.",
    ],
  ],
  [
    "stop with a metric that one of the families has not",
    sweepText({
      family: "{grid: [gaussian, bernoulli]}",
      stop: "{when: trace_ratio < 0.1}",
    }),
    [
      "7:14: stop.when (character 1) must have names of metrics of Bernoulli, collapse, generation or status; got trace_ratio. There are: p, squared_error, variance, heterozygosity, nonzero, alive, collapse, generation, status.",
    ],
  ],
  [
    "stop with another key",
    sweepText({ stop: "{whne: collapse}" }),
    [
      "7:7: stop.when must be collapse, or a condition such as variance < 1e-6; got nothing.",
      '7:8: stop.whne must be a known key; got "whne". Did you mean "when"?',
    ],
  ],
  [
    "where with a chain",
    sweepText({ where: "1 < samples < 3" }),
    ["7:20: where (character 13) must have one comparison (join two with and); got <."],
  ],
  [
    "where that is a number",
    sweepText({ where: "samples + 1" }),
    ["7:8: where (character 1) must have true or false for a condition; got a number."],
  ],
  [
    "where that compares kinds",
    sweepText({ where: "samples > 'a'" }),
    ["7:16: where (character 9) must have values of one kind on both sides of >; got a number and a text."],
  ],
  [
    "where that calculates with a text",
    sweepText({ where: "regime + 1 > 2" }),
    ["7:15: where (character 8) must have numbers beside +; got a text."],
  ],
  [
    "where with C's operators",
    sweepText({ where: "samples > 3 && sd > 0" }),
    [
      "7:20: where (character 13) must have names, numbers, quoted texts and operators; got &, which is written and.",
    ],
  ],
  [
    "where that keeps nothing",
    sweepText({ where: "samples > 100" }),
    ["7:8: where must keep at least one cell; got none of 1."],
  ],
  [
    "where as a number",
    sweepText({ where: "3" }),
    ["7:8: where must be an expression such as samples > dimension, or a list of them; got 3."],
  ],
  [
    "where of 1,001 letters",
    sweepText({ where: `samples > ${"1".repeat(1001)}` }),
    ["7:8: where (character 1) must have at most 1000 characters; got 1011."],
  ],
  [
    "unknown metric",
    sweepText({ report: "{metrics: [variance, vraiance_ratio]}" }),
    [
      '7:30: report.metrics[1] must be a metric of the family; got "vraiance_ratio". Did you mean "trace_ratio"?',
    ],
  ],
  [
    "misspelt keys in report",
    sweepText({ report: "{metric: [kl], against: paper}" }),
    [
      '7:10: report.metric must be a known key; got "metric". Did you mean "metrics"?',
      '7:33: report.against must be one of theory, none; got "paper".',
    ],
  ],
  [
    "checkpoint as a number",
    sweepText({ checkpoint: "10" }),
    ["7:13: checkpoint must be a mapping of known keys; got 10."],
  ],
  [
    "checkpoint never",
    sweepText({ checkpoint: "{every: 0}" }),
    ["7:21: checkpoint.every must be a whole number from 1 to 10000000; got 0."],
  ],
  [
    "misspelt checkpoint",
    sweepText({ checkpoint: "{evry: 10}" }),
    [
      "7:13: checkpoint.every must be a whole number from 1 to 10000000; got nothing.",
      '7:14: checkpoint.evry must be a known key; got "evry". Did you mean "every"?',
    ],
  ],
  [
    "queue with a space",
    sweepText({ queue: "my gpu" }),
    ['7:8: queue must be lower-case letters, digits and dashes, 1 to 64 of them; got "my gpu".'],
  ],
  ["key twice", sweepText() + "name: b\n", ["7:1: the spec must have each key once; got name again."]],
  [
    "parameter twice",
    withParameters("samples: 10, sd: 1, samples: 20"),
    ["3:34: parameters must have each key once; got samples again."],
  ],
  [
    "key that is a number",
    `${sweepText()}1: 2\n`,
    ["7:1: the spec must have text as keys; got another kind of key. Quote it."],
  ],
  [
    "key that is a list",
    `${sweepText()}[a]: 2\n`,
    ["7:1: the spec must have text as keys; got another kind of key. Quote it."],
  ],
  [
    "prototype of an object",
    `${sweepText()}__proto__: {seed: 1}\nconstructor: 2\nhasOwnProperty: 3\n`,
    [
      '7:1: the spec must have known names as keys; got "__proto__".',
      '8:1: constructor must be a known key; got "constructor". There are: name, seed, family, parameters, zip, where, regime, generations, replicates, stop, checkpoint, queue, report, quick.',
      '9:1: hasOwnProperty must be a known key; got "hasOwnProperty". There are: name, seed, family, parameters, zip, where, regime, generations, replicates, stop, checkpoint, queue, report, quick.',
    ],
  ],
  [
    "prototype among parameters",
    withParameters("samples: 10, __proto__: {sd: 1}, constructor: 5, toString: 1"),
    [
      '3:27: parameters must have known names as keys; got "__proto__".',
      '3:47: parameters.constructor must be a parameter of Gaussian; got "constructor". There are: samples, dimension, mean, sd, divisor, bias, threshold.',
      '3:63: parameters.toString must be a parameter of Gaussian; got "toString". There are: samples, dimension, mean, sd, divisor, bias, threshold.',
    ],
  ],
  [
    "anchor and alias",
    withParameters("samples: &n 10, dimension: *n"),
    [
      "3:26: parameters.samples must have no anchor; got &n. Write the value out where it is needed.",
      "3:41: parameters.dimension must be written out; got an alias. Anchors and aliases are not part of a spec.",
    ],
  ],
  [
    "alias without anchor",
    withParameters("samples: *n"),
    [
      "3:23: parameters.samples must be written out; got an alias. Anchors and aliases are not part of a spec.",
    ],
  ],
  [
    "a billion laughs",
    "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    [
      "1:1: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got nothing.",
      "1:1: family must be the name of a family or {grid: [...]}; got nothing.",
      "1:1: regime must be the name of a regime, a mapping with its name, or {grid: [...]}; got nothing.",
      "1:1: generations must be a whole number from 1 to 10000000; got nothing.",
      "1:1: replicates must be a whole number from 1 to 10000000, or {until: {...}}; got nothing.",
      "1:7: a must have no anchor; got &a. Write the value out where it is needed.",
      "2:7: b must have no anchor; got &b. Write the value out where it is needed.",
      "2:8: b[0] must be written out; got an alias. Anchors and aliases are not part of a spec.",
      "2:12: b[1] must be written out; got an alias. Anchors and aliases are not part of a spec.",
      "3:7: c must have no anchor; got &c. Write the value out where it is needed.",
      "3:8: c[0] must be written out; got an alias. Anchors and aliases are not part of a spec.",
      "3:12: c[1] must be written out; got an alias. Anchors and aliases are not part of a spec.",
      '4:1: d must be a known key; got "d". There are: name, seed, family, parameters, zip, where, regime, generations, replicates, stop, checkpoint, queue, report, quick.',
      "4:5: d[0] must be written out; got an alias. Anchors and aliases are not part of a spec.",
      "4:9: d[1] must be written out; got an alias. Anchors and aliases are not part of a spec.",
    ],
  ],
  [
    "tag",
    withParameters("samples: !!int 10, sd: !mine 2"),
    [
      "3:29: parameters.samples must have no tag; got tag:yaml.org,2002:int. Quote a text that begins with !.",
      "3:43: parameters.sd must have no tag; got !mine. Quote a text that begins with !.",
    ],
  ],
  [
    "merge key",
    `${sweepText()}<<: {seed: 1}\n`,
    [
      '7:1: "<<" must be a known key; got "<<". There are: name, seed, family, parameters, zip, where, regime, generations, replicates, stop, checkpoint, queue, report, quick.',
    ],
  ],
  [
    "two documents",
    `${sweepText()}---\n${sweepText()}`,
    ["7:1: the file must hold one document; got several. Give each sweep a file of its own."],
  ],
  [
    "tab as indentation",
    "name: a\nfamily: gaussian\nparameters:\n\tsamples: 10\n",
    ["4:1: indentation must be spaces; got a tab."],
  ],
  [
    "bad indentation",
    "name: a\n  family: gaussian\n",
    [
      "1:7: a mapping inside a mapping must stand on lines of its own, or in braces.",
      "1:7: a key must stand on one line with its colon.",
    ],
  ],
  [
    "open quote",
    'name: "a\nfamily: gaussian\n',
    ["3:1: a quote, bracket, comma or colon must stand here; got none."],
  ],
  [
    "mapping in a line",
    "name: a: b\n",
    ["1:7: a mapping inside a mapping must stand on lines of its own, or in braces."],
  ],
  [
    "directive",
    "%YAML 9.9\n---\nname: a\n",
    [
      "3:1: family must be the name of a family or {grid: [...]}; got nothing.",
      "3:1: regime must be the name of a regime, a mapping with its name, or {grid: [...]}; got nothing.",
      "3:1: generations must be a whole number from 1 to 10000000; got nothing.",
      "3:1: replicates must be a whole number from 1 to 10000000, or {until: {...}}; got nothing.",
    ],
  ],
  [
    "nested brackets",
    `a: ${"[".repeat(100)}${"]".repeat(100)}\n`,
    ["1:36: the spec must not nest this deep; got brackets in brackets, or the like. Is this a spec?"],
  ],
  [
    "half a million brackets",
    "[".repeat(500_000),
    ["1:33: the spec must not nest this deep; got brackets in brackets, or the like. Is this a spec?"],
  ],
  [
    "half a million dashes",
    "- ".repeat(500_000),
    ["1:65: the spec must not nest this deep; got brackets in brackets, or the like. Is this a spec?"],
  ],
  [
    "staircase",
    Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
    ["202:1: the spec must not nest this deep; got brackets in brackets, or the like. Is this a spec?"],
  ],
  [
    "twenty levels",
    `a: ${"[".repeat(20)}1${"]".repeat(20)}\n`,
    [
      "1:1: name must be lower-case letters, digits and dashes, 1 to 64 of them, beginning with a letter or digit; got nothing.",
      "1:1: family must be the name of a family or {grid: [...]}; got nothing.",
      "1:1: regime must be the name of a regime, a mapping with its name, or {grid: [...]}; got nothing.",
      "1:1: generations must be a whole number from 1 to 10000000; got nothing.",
      "1:1: replicates must be a whole number from 1 to 10000000, or {until: {...}}; got nothing.",
      '1:1: a must be a known key; got "a". There are: name, seed, family, parameters, zip, where, regime, generations, replicates, stop, checkpoint, queue, report, quick.',
      "1:16: a[0][0][0][0][0][0][0][0][0][0][0][0] must nest at most 12 levels; got more.",
    ],
  ],
  [
    "more than 1 MiB",
    " ".repeat(2 ** 20 + 1),
    ["1:1: the file must be at most 1048576 bytes (1 MiB); got 1048577. A spec is a short text."],
  ],
  [
    "binary",
    new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
    ["1:1: the file must be text; got the control character U+007F. Is this a spec?"],
  ],
  [
    "zeros",
    new Uint8Array(16),
    ["1:1: the file must be text; got the control character U+0000. Is this a spec?"],
  ],
  [
    "UTF-16",
    new Uint8Array([0xff, 0xfe, 0x6e, 0, 0x61, 0]),
    ["1:1: the file must be UTF-8 text; got bytes that are not. Save it as UTF-8."],
  ],
  [
    "invalid UTF-8",
    new Uint8Array([0x6e, 0x3a, 0x20, 0x61, 0x0a, 0x62, 0xc3, 0x28]),
    ["2:2: the file must be UTF-8 text; got bytes that are not. Save it as UTF-8."],
  ],
  [
    "control character",
    "name: a\u0007\n",
    ["1:8: the file must be text; got the control character U+0007. Is this a spec?"],
  ],
  [
    "where in a list of one",
    sweepText({ where: "[samples > dimensoin]" }),
    [
      '7:19: where (character 11) must have names of parameters, family or regime; got dimensoin. Did you mean "dimension"?',
    ],
  ],
  [
    "where over several lines",
    sweepText({ where: '"samples >\\n  dimensoin"' }),
    [
      '7:8: where (character 13) must have names of parameters, family or regime; got dimensoin. Did you mean "dimension"?',
    ],
  ],
  [
    "empty grid of regimes",
    sweepText({ regime: "{grid: []}" }),
    ["4:16: regime.grid must be a list of at least one value; got an empty list."],
  ],
  [
    "misspelt grid of regimes",
    sweepText({ regime: "{gird: [replace]}" }),
    ['4:10: regime.gird must be a known key; got "gird". Did you mean "grid"?'],
  ],
  [
    "axis of a regime in a list",
    sweepText({ regime: "{grid: [{name: replace, size: {range: [1]}}]}" }),
    ["4:47: regime.grid[0].size.range must be [from, to, step]; got [1]."],
  ],
  [
    "sobol axis of a regime",
    sweepText({ regime: "{name: replace, size: {sobol: {from: 1, to: 2, count: 2}}}" }),
    ['4:32: regime.size.sobol must be a known key; got "sobol". There are: grid, range.'],
  ],
];

describe("a spec with mistakes is refused with all of them", () => {
  it.each(cases)("%s", (_title, text, expected) => {
    let thrown: unknown;
    try {
      planOf(parseSpec(text, "sweep.yaml"));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SpecError);
    const { code, message } = thrown as SpecError;
    expect(code).toBe("SPEC_INVALID");
    expect(message.split("\n").map((line) => line.replace(/^sweep\.yaml:/, ""))).toEqual(expected);
  });
});
describe("a long list of mistakes", () => {
  const unknown = Array.from({ length: 30 }, (_, index) => `zz${index}: 1\n`).join("");

  it("is printed up to twenty, and counted", () => {
    const attempt = (): unknown => parseSpec(sweepText() + unknown, "sweep.yaml");
    expect(attempt).toThrow(/zz19[^]*\n… and 10 more\.$/);
    expect(attempt).not.toThrow(/zz20/);
  });

  it("is answered soon where every key of a large file is unknown", () => {
    const text = Array.from({ length: 80_000 }, (_, index) => `zz${index}: 1\n`).join("");
    expect(() => parseSpec(text, "sweep.yaml")).toThrow(SpecError);
  });
});

it("does not take what every object has for a family or a regime", () => {
  const text = sweepText({ family: "constructor", regime: "toString" });
  expect(() => parseSpec(text, "sweep.yaml")).toThrow(
    /:2:9: family must be the name of a family; got "constructor"\. There are: .*gaussian[^]*:4:9: regime must/,
  );
});
