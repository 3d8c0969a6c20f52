import { inWords, shortParameter } from "./format.ts";
import { html, type Markup, trusted } from "./html.ts";
import type { Series } from "./series.ts";

const shapes = [
  '<circle cx="6" cy="6" r="4"/>',
  '<rect x="2.4" y="2.4" width="7.2" height="7.2"/>',
  '<path d="M6 1.4 10.6 9.6H1.4Z"/>',
  '<path d="M6 .8 10 6 6 11.2 2 6Z"/>',
];

/** Which colour is which value, and which stroke is measured and which predicted. */
export function legend(values: readonly string[], axis: string | null, series: readonly Series[]): Markup {
  const kinds = new Set(series.flatMap((one) => one.theories.map((theory) => theory.kind)));
  const bound = kinds.has("lower") || kinds.has("upper");
  const line = kinds.has("exact") || kinds.has("asymptotic");
  return html`
<ul class="legend">${colourKeys(values, axis)}${strokeKeys(line, bound)}
</ul>`;
}

/** List items: which colour is which value. */
export function colourKeys(values: readonly string[], axis: string | null): Markup | null {
  if (axis === null) return null;
  const keys = values.map(
    (value, i) =>
      html`<li>${key(shapes[i % shapes.length] ?? "", `var(--s${i})`, 12)}${shortParameter(value)}</li>`,
  );
  return html`<li class="axis">${inWords(axis)}</li>${keys}`;
}

/**
 * List items: which stroke is what.
 *
 * @param line whether theory gives values
 * @param bound whether it gives bounds
 */
export function strokeKeys(line: boolean, bound: boolean): Markup {
  return html`
<li class="sep">${key('<circle cx="6" cy="6" r="3.2"/>', "currentColor", 12)}measured mean</li>
<li>${key('<rect y="1" width="22" height="10" opacity=".3"/>', "currentColor", 22)}± 2 standard errors</li>
<li>${key('<rect y="1" width="22" height="10" opacity=".12"/>', "currentColor", 22)}5–95 % of chains</li>${
    line ? html`\n<li>${key(dashes("6 4"), "currentColor", 24)}theory</li>` : null
  }${bound ? html`\n<li>${key(dashes("2 3"), "currentColor", 24)}theory, bound</li>` : null}`;
}

function dashes(pattern: string): string {
  return `<path d="M0 6H24" stroke="currentColor" stroke-width="1.6" stroke-dasharray="${pattern}"/>`;
}

function key(shape: string, fill: string, width: number): Markup {
  return trusted(`<svg width="${width}" height="12" aria-hidden="true" style="fill:${fill}">${shape}</svg>`);
}
