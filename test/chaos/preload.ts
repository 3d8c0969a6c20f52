import { readFileSync, writeSync } from "node:fs";
import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { BroadcastChannel, isMainThread, MessagePort, threadId, type Worker } from "node:worker_threads";
import { segmentBegun } from "./segment.ts";

/**
 * Loaded into processes under test before their own code (`node --import`): a disk that fails on order, a way to kill a
 * compute thread from outside, and a line for every segment that one begins. The program knows nothing of it.
 *
 * - SIGUSR2 ends a compute thread where it stands.
 * - The file that OURO_CHAOS_DISK names says how the disk below OURO_CHAOS_STORE behaves; see {@link DiskOrder}.
 */
export interface DiskOrder {
  readonly mode: "well" | "nth" | "slow" | "torn";
  /** Every n-th operation is hit. */
  readonly n: number;
  /** Milliseconds that a slow one takes longer. */
  readonly ms: number;
}

const threads = new Map<number, Worker>();
const compute = new Set<number>();

if (isMainThread) {
  killThreadsOnSignal();
  tellOfSegments();
  failDiskOnOrder(process.env["OURO_CHAOS_STORE"], process.env["OURO_CHAOS_DISK"]);
} else {
  const channel = new BroadcastChannel("chaos");
  if (process.argv[1]?.includes("piscina")) channel.postMessage(threadId);
  channel.close();
}

function killThreadsOnSignal(): void {
  process.on("worker", (thread: Worker) => {
    const id = thread.threadId;
    threads.set(id, thread);
    thread.once("exit", () => {
      threads.delete(id);
      compute.delete(id);
    });
  });
  const channel = new BroadcastChannel("chaos");
  channel.onmessage = ({ data }: { data: unknown }) => void compute.add(data as number);
  channel.unref();
  process.on("SIGUSR2", () => {
    const [id] = compute;
    if (id !== undefined) void threads.get(id)?.terminate();
  });
}

/** A segment begins when its thread is sent the task. */
function tellOfSegments(): void {
  const post = MessagePort.prototype.postMessage as (...args: unknown[]) => void;
  MessagePort.prototype.postMessage = function (this: MessagePort, ...args: unknown[]): void {
    const [value] = args;
    // At once: whoever is killed in the next moment has said it.
    if (typeof value === "object" && value !== null && "taskId" in value && "task" in value)
      writeSync(2, `${segmentBegun}\n`);
    post.apply(this, args);
  };
}

function failDiskOnOrder(store: string | undefined, orders: string | undefined): void {
  if (store === undefined || orders === undefined) return;
  let operations = 0;

  /** What is to happen to the next operation on a path. */
  const next = (path: unknown): DiskOrder | undefined => {
    if (typeof path !== "string" || !path.startsWith(store)) return undefined;
    const order = JSON.parse(readFileSync(orders, "utf8") || '{"mode":"well"}') as DiskOrder;
    return order.mode !== "well" && ++operations % order.n === 0 ? order : undefined;
  };
  const failure = (path: string): Error =>
    Object.assign(new Error(`EIO: i/o error, '${path}'`), { code: "EIO", errno: -5, path });
  const before = async (path: string): Promise<DiskOrder | undefined> => {
    const order = next(path);
    if (order?.mode === "slow") await new Promise((done) => setTimeout(done, order.ms));
    if (order?.mode === "nth") throw failure(path);
    return order;
  };

  const disk = promises as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  for (const name of ["readFile", "rename", "link", "unlink", "readdir", "stat", "mkdir"]) {
    const real = disk[name];
    if (real)
      disk[name] = async (...args) => {
        await before(String(args[0]));
        return await real(...args);
      };
  }
  const open = promises.open;
  promises.open = async (...args: Parameters<typeof open>) => {
    const path = String(args[0]);
    const order = await before(path);
    const file = await open(...args);
    if (order?.mode === "torn") {
      const write = file.writeFile.bind(file);
      file.writeFile = async (data) => {
        const bytes = data as Uint8Array;
        await write(bytes.subarray(0, bytes.length >> 1));
        throw failure(path);
      };
    }
    return file;
  };
  syncBuiltinESMExports();
}
