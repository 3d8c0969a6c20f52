import { openCohort } from "../../../src/core/open.ts";
import { familyNamed } from "../../../src/core/families/registry.ts";
import { cohortSize } from "../../../src/spec/cohort-size.ts";

/**
 * One cohort of discrete chains under replacement until a single symbol is left in each: generations, seconds of CPU and
 * resident memory at most. `collapse.js SAMPLES SYMBOLS`
 */
const [samples, symbols] = process.argv.slice(2).map(Number);
const family = familyNamed("discrete");
const parameters = family.parse({ samples, symbols });
const lanes = cohortSize(256, family.laneNumbers?.(parameters) ?? 0);
const key = [0x01234567, 0x89abcdef] as const;
const cell = { id: "0", key, family: "discrete", parameters, regime: "replace", regimeParameters: {} };
const cohort = openCohort({ cell, first: 0, count: lanes });
const rows = { metrics: family.metrics.map(() => new Float64Array(lanes)), status: new Uint8Array(lanes) };
const collapsed = rows.metrics[family.metrics.findIndex(({ name }) => name === "collapsed")];
do cohort.advance(rows);
while (!collapsed?.every((value) => value === 1));
const { user, system } = process.cpuUsage();
const mib = process.resourceUsage().maxRSS / 1024;
process.stdout.write(
  `${lanes} chains, ${cohort.generation} generations, ${((user + system) / 1e6).toFixed(1)} s, ${mib.toFixed(0)} MiB\n`,
);
