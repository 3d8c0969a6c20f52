import { parseArgs } from "node:util";
import fc from "fast-check";
import { targets } from "./targets.ts";

const usage = `npm run test:fuzz -- [--runs N] [--seed N]

  --runs N  inputs in all, 20000 unless given
  --seed N  where the inputs come from, 1 unless given: the same seed and runs are the same inputs`;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];

if (values.help || !(Number.isSafeInteger(runs) && runs >= 1000 && Number.isSafeInteger(seed))) {
  process.stderr.write(`${usage}\n`);
  process.exitCode = values.help ? 0 : 2;
} else {
  let tried = 0;
  for (const { name, share, property } of targets) {
    const numRuns = Math.ceil((runs * share) / 1000);
    const begin = performance.now();
    const result = fc.check(property, { seed, numRuns });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    tried += result.numRuns;
    console.log(`${name}: ${result.numRuns} inputs in ${seconds} s${result.failed ? ", FAILED" : ""}`);
    if (!result.failed) continue;
    console.log(fc.defaultReportMessage(result));
    process.exitCode = 1;
  }
  console.log(
    `${tried} inputs, seed ${seed}: ${process.exitCode ? "not only" : "only"} errors that say what to do.`,
  );
}
