/// <reference lib="dom" />
import { DOMParser } from "linkedom/worker";

/**
 * A document to draw in: as XML, whose attributes are escaped as in HTML. A browser's whole document takes half a second
 * to load, and twice as long to draw in.
 */
export function svgDocument(): Document {
  const empty = '<svg xmlns="http://www.w3.org/2000/svg"></svg>';
  // It has what is drawn with, and its own types for that.
  return new DOMParser().parseFromString(empty, "image/svg+xml") as unknown as Document;
}
