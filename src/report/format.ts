import type { ParameterValue } from "../core/cell.ts";

/** A measured or predicted number to 4 significant digits, unless fewer are asked for; a dash where there is none. */
export function formatNumber(value: number | null | undefined, digits: number = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text = size >= 1e6 || size < 1e-4 ? value.toExponential(digits - 1) : plain(value, digits);
  return text.replaceAll("-", "−").replace("e+", "e");
}

/** A standard error to 2 significant digits: more of them mean nothing. */
export function formatError(value: number | null): string {
  return formatNumber(value, 2);
}

/** What a limit theorem may be off at a finite size, 0.0522 say: " ± 5.3 %", rounded up; nothing where it is exact. */
export function formatSlack(slack: number | null): string {
  return slack === null ? "" : ` ± ${Math.ceil(1000 * slack - 1e-9) / 10} %`;
}

/** A z-score to two decimals, with its sign. */
export function formatZ(z: number | null): string {
  if (z === null || Number.isNaN(z)) return "–";
  if (!Number.isFinite(z)) return z > 0 ? "+∞" : "−∞";
  const text = Math.abs(z) >= 1000 ? formatNumber(Math.abs(z)) : Math.abs(z).toFixed(2);
  return `${z < 0 ? "−" : "+"}${text}`;
}

/** A whole number with its thousands apart: 12,345. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Seconds as a person says them: 3.2 s, 4 min 10 s, 2 h 5 min, 3 d 4 h. */
export function formatDuration(seconds: number | null): string {
  if (seconds === null || !Number.isFinite(seconds)) return "–";
  if (seconds < 59.95) return `${Number(seconds.toPrecision(2))} s`;
  const whole = Math.round(seconds);
  const steps = [
    [86_400, "d", 3600, "h"],
    [3600, "h", 60, "min"],
    [60, "min", 1, "s"],
  ] as const;
  for (const [size, name, part, partName] of steps) {
    if (whole < size) continue;
    const rest = Math.floor((whole % size) / part);
    return `${Math.floor(whole / size)} ${name}${rest > 0 ? ` ${rest} ${partName}` : ""}`;
  }
  return `${whole} s`;
}

/** A parameter as the spec writes it: never rounded. */
export function formatParameter(value: ParameterValue): string {
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}

/** Digits of a parameter that a legend or a title has room for; one that was given with fewer stays as it is. */
export function shortParameter(text: string): string {
  const value = Number(text);
  return text.length > 8 && !Number.isInteger(value) && Number.isFinite(value)
    ? String(Number(value.toPrecision(4)))
    : text;
}

/** A name of a metric, a parameter or a regime as a reader says it: `test_error` and `test-error` are "test error". */
export function inWords(name: string): string {
  return name.replaceAll(/[_-]+/g, " ").trim();
}

/** Formulas of a source as they are printed: H₂(g) − 2, where a source says "H2(g) - 2". */
export function formulaText(text: string): string {
  return text
    .replace(/\bH([12])(?=\()/g, (_, index: string) => (index === "1" ? "H₁" : "H₂"))
    .replaceAll(" - ", " − ");
}

/** The same with a capital; a name of one letter is a symbol and stays. */
export function asTitle(name: string): string {
  return name.length === 1
    ? name
    : capitalised(inWords(name).replace(/\b(kl|nll|tv|w2)\b/g, (initials) => initials.toUpperCase()));
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function plain(value: number, digits: number): string {
  const text = value.toPrecision(digits);
  return text.includes("e") ? String(Number(text)) : text;
}
