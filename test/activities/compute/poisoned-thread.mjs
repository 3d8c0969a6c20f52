import runSegment from "../../../dist/activities/compute/thread.js";
import { controls } from "../../../dist/activities/compute/watch.js";

const withParameters = (task, parameters) => ({
  ...task,
  slice: { ...task.slice, cell: { ...task.slice.cell, parameters } },
});

/**
 * What becomes of a chain with so many observations a batch. All of it really happens to the thread: some end it, the
 * others give the family something that it cannot bear.
 */
const poisons = {
  501: () => process.exit(7),
  502: () => {
    const hoard = [];
    for (;;) hoard.push(Array.from({ length: 1_000_000 }, () => ({})));
  },
  503: ({ control, generation }) => {
    Atomics.store(control, controls.generation, generation + 1);
    for (;;);
  },
  504: (task) => withParameters(task, undefined),
  505: (task) => withParameters(task, { ...task.slice.cell.parameters, dimension: 2 ** 21 }),
  507: (task) => {
    while (Atomics.load(task.control, controls.stop) === 0);
    for (const told = performance.now(); performance.now() - told < 1200; );
    return task;
  },
  506: (task) => ({ ...task, state: task.state.slice(1) }),
};

/** The compute thread, but for chains that are poisoned after their first generations. */
export default function poisonedSegment(task) {
  const poison = poisons[task.slice.cell.parameters.samples];
  return runSegment(poison && task.generation >= 4 ? poison(task) : task);
}
