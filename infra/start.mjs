// The main job, for somebody who just cloned: installs and builds what is missing, then runs the two sweeps.
import { ouro, ready } from "./ready.mjs";

const sweeps = ["examples/gerstgrasser/figure-7.yaml", "examples/kazdan/gaussian.yaml"];

ready();
let worst = 0;
for (const sweep of sweeps) {
  console.error(`\n── ouro run ${sweep}`);
  worst = Math.max(worst, ouro(["run", sweep]));
}
process.exit(worst);
