import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * A text that names a process for as long as this machine stays up, unlike its number, which is given out again:
 * boot and start time.
 *
 * @returns undefined where no such process runs; a process that has ended and was not yet collected does not run
 */
export async function processMark(pid: number): Promise<string | undefined> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (process.platform === "linux") return linuxMark(pid);
  return process.platform === "win32" ? windowsMark(pid) : unixMark(pid);
}

/** Whether the process that carried `mark` still runs under `pid`. */
export async function stillRuns(pid: number, mark: string): Promise<boolean> {
  return (await processMark(pid)) === mark;
}

/** Waits until that process is gone; false when it outlives `timeoutMs`. */
export async function gone(pid: number, mark: string, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await stillRuns(pid, mark)) {
    if (performance.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** Processes whose arguments contain `argument` word for word; empty where the system does not tell. */
export async function processesWithArgument(
  argument: string,
): Promise<readonly { pid: number; args: string[] }[]> {
  if (process.platform !== "linux") return []; // `ps` joins arguments by blanks: a folder name with one would mislead
  const found: { pid: number; args: string[] }[] = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const args = (await readText(`/proc/${entry}/cmdline`))?.split("\0") ?? [];
    if (args.includes(argument)) found.push({ pid: Number(entry), args });
  }
  return found;
}

/** Resident memory in bytes, where the system tells. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  if (process.platform === "linux") {
    const line = /^VmRSS:\s+(\d+) kB/m.exec((await readText(`/proc/${pid}/status`)) ?? "");
    return line ? Number(line[1]) * 1024 : undefined;
  }
  if (process.platform === "win32") return undefined;
  const kilobytes = Number(await output("ps", ["-o", "rss=", "-p", String(pid)]));
  return kilobytes > 0 ? kilobytes * 1024 : undefined;
}

async function linuxMark(pid: number): Promise<string | undefined> {
  const text = await readText(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // The name in parentheses may hold blanks and parentheses itself: fields are counted from the last one.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  const boot = (await readText("/proc/sys/kernel/random/boot_id"))?.trim() ?? "";
  return `${boot}:${fields[19]}`;
}

async function unixMark(pid: number): Promise<string | undefined> {
  const [state, ...start] = (await output("ps", ["-o", "state=,lstart=", "-p", String(pid)])).split(/\s+/);
  return !state || state.startsWith("Z") ? undefined : start.join(" ");
}

async function windowsMark(pid: number): Promise<string | undefined> {
  const script = `(Get-Process -Id ${pid} -ErrorAction SilentlyContinue).StartTime.ToFileTimeUtc()`;
  return (await output("powershell", ["-NoProfile", "-Command", script])) || undefined;
}

async function output(command: string, args: string[]): Promise<string> {
  try {
    return (await run(command, args)).stdout.trim();
  } catch {
    return ""; // these commands fail when the process is not there, which is the answer
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return undefined; // the process ended between two looks
  }
}
