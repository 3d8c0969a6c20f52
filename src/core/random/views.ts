import { memoryDoubles } from "./kernel.ts";

const mostViews = 4096;

let viewed = memoryDoubles();
let views = new Map<number, Float64Array>();

/**
 * Numbers of the module's memory, in its doubles. A view costs more than what it is used for, so views are kept: there are few.
 */
export function viewAt(from: number, length: number): Float64Array {
  const memory = memoryDoubles();
  if (viewed !== memory || views.size > mostViews) [viewed, views] = [memory, new Map()];
  const known = views.get(from);
  if (known?.length === length) return known;
  const view = memory.subarray(from, from + length);
  views.set(from, view);
  return view;
}
