import { extentText } from "../report/extent-text.ts";
import type { Extent } from "../storage/dataset/extent.ts";
import { output } from "./output.ts";

/** Says on standard error how much of a sweep is answered from, where that is not all. */
export function noteExtent(extent: Extent | undefined, name?: string): void {
  const said = extentText(extent, localTime);
  if (said !== undefined) output.note(name === undefined ? said : `${name}: ${said}`);
}

/** The time of day; the day as well where that is not today. */
function localTime(at: Date): string {
  const padded = (value: number): string => String(value).padStart(2, "0");
  const day = (of: Date): string =>
    [of.getFullYear(), padded(of.getMonth() + 1), padded(of.getDate())].join("-");
  const time = `${padded(at.getHours())}:${padded(at.getMinutes())}`;
  return day(at) === day(new Date()) ? time : `${day(at)} ${time}`;
}
