import * as Plot from "@observablehq/plot";

/** A series' colour on a light and on a dark page. */
export interface Hue {
  readonly light: string;
  readonly dark: string;
}

// Wong (2011), doi:10.1038/nmeth.1618, shaded to keep a contrast of 3 on white and on near-black.
const distinct: readonly Hue[] = [
  { light: "#0072b2", dark: "#56b4e9" },
  { light: "#c04f00", dark: "#f0883e" },
  { light: "#007f5f", dark: "#2fc59a" },
  { light: "#a8457c", dark: "#e08fbd" },
  { light: "#8a6d00", dark: "#e6c229" },
  { light: "#555555", dark: "#bbbbbb" },
  { light: "#5b3fa8", dark: "#a993f0" },
  { light: "#9c2f2f", dark: "#f07878" },
];

/**
 * Colours of a figure's series, told apart also by people who do not see red or green. More than two numbers lie on
 * viridis, at their logarithm where they span more than a decade; anything else has a hue of its own.
 *
 * @param values of the colour axis, as text
 */
export function palette(values: readonly string[]): readonly Hue[] {
  const numbers = values.map(Number);
  const ordered = values.length > 2 && values.every((text) => text !== "") && numbers.every(Number.isFinite);
  if (!ordered) return values.map((_, i) => distinct[i % distinct.length] as Hue);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const logarithmic = least > 0 && most / least >= 8;
  const place = (value: number): number =>
    logarithmic ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least);
  const ramp = Plot.scale({ color: { type: "linear", scheme: "viridis", domain: [0, 1] } });
  // The ends that would vanish in the page's background stay unused.
  return numbers.map((value) => ({
    light: hex(ramp.apply(0.04 + 0.72 * place(value))),
    dark: hex(ramp.apply(0.44 + 0.53 * place(value))),
  }));
}

function hex(colour: string): string {
  const channels = colour.match(/\d+/g)?.slice(0, 3).map(Number);
  if (!colour.startsWith("rgb") || channels === undefined) return colour;
  return `#${channels.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}
