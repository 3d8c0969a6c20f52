import type { ParameterValue } from "./cell.ts";

/** A condition over names of a cell or of a chain, parsed. */
export interface Condition {
  /** Names it uses, each with its first place (characters from 0). */
  readonly names: ReadonlyMap<string, number>;
  /** @throws {ConditionError} when a value has a kind that an operator does not take */
  holds(values: (name: string) => ParameterValue | undefined): boolean;
}

/** A condition that cannot be read or computed; `at` counts characters from 0. */
export class ConditionError extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

type Values = (name: string) => ParameterValue | undefined;
type Expression = (values: Values) => ParameterValue;

interface Token {
  readonly kind: "number" | "text" | "name" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

const longest = 1000;
const tokenPattern =
  /\s*(?:(?<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<text>"[^"]*"|'[^']*')|(?<name>[A-Za-z_]\w*)|(?<sign><=|>=|==|!=|[-+*/%<>()]))/y;
const comparisons = ["<", "<=", ">", ">=", "==", "!="];

/**
 * Reads a condition such as `samples > dimension + 1 and regime != "replace"`.
 *
 *     or     = and { "or" and }
 *     and    = not { "and" not }
 *     not    = "not" not | sum [ ("<" | "<=" | ">" | ">=" | "==" | "!=") sum ]
 *     sum    = term { ("+" | "-") term }
 *     term   = factor { ("*" | "/" | "%") factor }
 *     factor = "-" factor | number | "text" | true | false | name | "(" or ")"
 *
 * Numbers are compared as IEEE 754 has it: where one is not a number, `!=` alone is true.
 *
 * @throws {ConditionError}
 */
export function parseCondition(source: string): Condition {
  if (source.length > longest)
    throw new ConditionError(0, `at most ${longest} characters; got ${source.length}`);
  const tokens = tokenize(source);
  const names = new Map<string, number>();
  let next = 0;

  const peek = (): Token => tokens[next] ?? { kind: "end", text: "", at: source.length };
  const take = (...texts: string[]): Token | undefined => {
    const token = peek();
    if ((token.kind !== "sign" && token.kind !== "name") || !texts.includes(token.text)) return undefined;
    next++;
    return token;
  };
  const unexpected = (wanted: string): ConditionError => {
    const token = peek();
    return new ConditionError(token.at, `${wanted}; got ${token.kind === "end" ? "its end" : token.text}`);
  };

  const chain =
    (
      operand: () => Expression,
      signs: string[],
      apply: (sign: Token, a: Expression, b: Expression) => Expression,
    ) =>
    (): Expression => {
      let left = operand();
      for (let sign = take(...signs); sign; sign = take(...signs)) left = apply(sign, left, operand());
      return left;
    };

  const factor = (): Expression => {
    const minus = take("-");
    if (minus) {
      const inner = factor();
      return (values) => -numeric(inner(values), minus);
    }
    const open = take("(");
    if (open) {
      const inner = or();
      if (!take(")")) throw unexpected("a closing parenthesis");
      return inner;
    }
    const token = peek();
    const isWord = ["and", "or", "not"].includes(token.text);
    if (token.kind === "end" || token.kind === "sign" || (token.kind === "name" && isWord))
      throw unexpected("a name, a number or a quoted text");
    next++;
    return leaf(token, names);
  };
  const term = chain(factor, ["*", "/", "%"], arithmetic);
  const sum = chain(term, ["+", "-"], arithmetic);
  const not = (): Expression => {
    const negation = take("not");
    if (negation) {
      const inner = not();
      return (values) => !truth(inner(values), negation);
    }
    const left = sum();
    const sign = take(...comparisons);
    if (!sign) return left;
    const right = sum();
    if (comparisons.includes(peek().text)) throw unexpected("one comparison (join two with and)");
    return (values) => compare(sign, left(values), right(values));
  };
  const and = chain(
    not,
    ["and"],
    (sign, a, b) => (values) => truth(a(values), sign) && truth(b(values), sign),
  );
  const or = chain(and, ["or"], (sign, a, b) => (values) => truth(a(values), sign) || truth(b(values), sign));

  const whole = or();
  if (peek().kind !== "end") throw unexpected("an operator (+ - * / % < <= > >= == != and or) or the end");
  return { names, holds: (values) => truth(whole(values), { at: 0, text: "a condition" }) };
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < end) {
    const from = tokenPattern.lastIndex;
    const groups = tokenPattern.exec(source)?.groups;
    if (!groups) throw unreadable(source, from);
    const kind =
      (["number", "text", "name", "sign"] as const).find((one) => groups[one] !== undefined) ?? "sign";
    const text = groups[kind] ?? "";
    tokens.push({ kind, text, at: tokenPattern.lastIndex - text.length });
  }
  return tokens;
}

function unreadable(source: string, from: number): ConditionError {
  const at = from + (/^\s*/.exec(source.slice(from))?.[0].length ?? 0);
  const rest = source.slice(at);
  const hints: Readonly<Record<string, string>> = {
    "=": "==",
    "&": "and",
    "|": "or",
    "!": "not or !=",
    "^": "a product",
  };
  const sign = rest[0] ?? "";
  if (sign === '"' || sign === "'") return new ConditionError(at, `a closing ${sign}; got none`);
  const hint = hints[sign];
  return new ConditionError(
    at,
    `names, numbers, quoted texts and operators; got ${sign}${hint ? `, which is written ${hint}` : ""}`,
  );
}

function leaf({ kind, text, at }: Token, names: Map<string, number>): Expression {
  if (kind === "number") {
    const value = Number(text);
    return () => value;
  }
  if (kind === "text") return () => text.slice(1, -1);
  if (text === "true" || text === "false") return () => text === "true";
  if (!names.has(text)) names.set(text, at);
  return (values) => {
    const value = values(text);
    if (value === undefined) throw new ConditionError(at, `names that there are; got ${text}`);
    return value;
  };
}

type Sign = Pick<Token, "at" | "text">;

function arithmetic(sign: Token, left: Expression, right: Expression): Expression {
  return (values) => {
    const a = numeric(left(values), sign);
    const b = numeric(right(values), sign);
    switch (sign.text) {
      case "+":
        return a + b;
      case "-":
        return a - b;
      case "*":
        return a * b;
      case "/":
        return a / b;
      default:
        return a % b;
    }
  };
}

function compare(sign: Token, a: ParameterValue, b: ParameterValue): boolean {
  if (typeof a !== typeof b || typeof a === "object" || typeof b === "object")
    throw new ConditionError(
      sign.at,
      `values of one kind on both sides of ${sign.text}; got ${kindOf(a)} and ${kindOf(b)}`,
    );
  switch (sign.text) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
  }
  const [x, y] = [numeric(a, sign), numeric(b, sign)];
  return sign.text === "<" ? x < y : sign.text === "<=" ? x <= y : sign.text === ">" ? x > y : x >= y;
}

function numeric(value: ParameterValue, { at, text }: Sign): number {
  if (typeof value === "number") return value;
  throw new ConditionError(at, `numbers beside ${text}; got ${kindOf(value)}`);
}

function truth(value: ParameterValue, { at, text }: Sign): boolean {
  if (typeof value === "boolean") return value;
  throw new ConditionError(at, `true or false for ${text}; got ${kindOf(value)}`);
}

function kindOf(value: ParameterValue): string {
  if (typeof value === "string") return "a text";
  if (typeof value === "object") return "a list";
  return typeof value === "number" ? "a number" : "true or false";
}
