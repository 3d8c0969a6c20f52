import { stderr, stdout } from "node:process";

const plainStatusEveryMs = 5000;
let lastPlainStatus = Number.NEGATIVE_INFINITY;
let statusShown = false;

/** Whether results may be coloured, and how wide a table may be. */
export const colour: boolean = stdout.isTTY && process.env["NO_COLOR"] === undefined;
export const width: number = Math.max(80, Math.min(stdout.columns ?? 110, 160));

let readerGone = false;
// Whoever reads has what they wanted, as `head` has after some lines: that is no failure.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  readerGone = true;
});

/** Where commands print: results on standard output, everything else on standard error. */
export const output = {
  /** A line of the result. */
  line(text: string = ""): void {
    stdout.write(`${text}\n`);
  },
  /** Whether nobody reads the result any more, so that the rest of it need not be made. */
  isReaderGone(): boolean {
    return readerGone;
  },
  /** The result as JSON, for programs. */
  json(value: unknown): void {
    stdout.write(
      `${JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? Number(item) : item), 2)}\n`,
    );
  },
  /** One of several results, each a line of JSON. */
  jsonLine(value: unknown): void {
    stdout.write(`${JSON.stringify(value)}\n`);
  },
  /** What is going on, for a person. */
  note(text: string): void {
    clearStatus();
    stderr.write(`${text}\n`);
  },
  /** One line that is redrawn in place on a terminal, and printed now and then elsewhere. */
  status(text: string): void {
    if (stderr.isTTY) {
      stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns ?? 100) - 1)}`);
      statusShown = true;
    } else if (performance.now() - lastPlainStatus >= plainStatusEveryMs) {
      stderr.write(`${text}\n`);
      lastPlainStatus = performance.now();
    }
  },
} as const;

function clearStatus(): void {
  if (!statusShown) return;
  stderr.write("\r\u001b[2K");
  statusShown = false;
}
