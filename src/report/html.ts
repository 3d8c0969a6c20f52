/** Markup that is safe as it stands; only {@link html} and {@link trusted} make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | undefined | readonly Part[];

/** A template whose every value is escaped, but for markup; lists are joined, null and undefined are left out. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

/** A sentence with names of things between backticks. */
export function prose(text: string): Markup {
  return html`${text.split("`").map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

/** Text that this program made itself: SVG, a style sheet, a script. Nothing that came with the data. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Text fit for an element's content and for an attribute in double quotes. Control characters become U+FFFD. */
export function escape(text: string): string {
  return text
    .replaceAll(control, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

// They are no characters of HTML; tab, line feed and carriage return are.
const control = /(?![\t\n\r])\p{Cc}/gu;

function render(part: Part): string {
  if (part === null || part === undefined) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(render).join("");
  return escape(String(part));
}
