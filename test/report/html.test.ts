import { expect, it } from "vitest";
import { html, prose, trusted } from "../../src/report/html.ts";

it("escapes what it is given, in text and in attributes", () => {
  const name = `<script>alert("1 & '2'")</script>`;
  expect(html`<p title="${name}">${name}</p>`.text).not.toMatch(/<script|"1|'2/);
  expect(html`${"a & b"}`.text).toBe("a &amp; b");
});

it("keeps markup, joins lists and leaves nothing out but null and undefined", () => {
  expect(html`${[html`<b>${1}</b>`, trusted("<i>"), "<", null, undefined, 0]}`.text).toBe("<b>1</b><i>&lt;0");
});

it("replaces control characters, which no page may hold", () => {
  expect(html`${"a\u0000b\u001bc\td"}`.text).toBe("a\uFFFDb\uFFFDc\td");
});

it("sets names between backticks as code", () => {
  expect(prose("above `threshold`, else <0>").text).toBe("above <code>threshold</code>, else &lt;0&gt;");
});
