import type { Check } from "./check.ts";
import {
  checkCores,
  checkDisk,
  checkDuckDb,
  checkMemory,
  checkNode,
  checkStore,
  checkThreads,
} from "./check-machine.ts";
import { checkBinary, checkServer } from "./check-server.ts";
import type { ConnectOptions } from "./connect.ts";

export type { Check } from "./check.ts";

export interface DoctorOptions extends ConnectOptions {
  /** Writes, reads and removes something in the store; resolves to what it did, rejects when it cannot. */
  readonly storeWritable?: (() => Promise<string>) | undefined;
  /** The store's folder, where it has one on this machine: its disk is looked at. */
  readonly storeFolder?: string | undefined;
}

/** Looks at all that a sweep needs on this machine and of its server. Starts, fetches and changes nothing. */
export async function doctor(options: DoctorOptions): Promise<readonly Check[]> {
  const [disk, threads, duckDb, binary, server, store] = await Promise.all([
    checkDisk(options),
    checkThreads(),
    checkDuckDb(),
    checkBinary(options),
    checkServer(options),
    checkStore(options.storeWritable),
  ]);
  const machine = [checkNode(process.versions.node), checkCores(), checkMemory(), ...disk, threads, duckDb];
  return [...machine, binary, ...server, ...store];
}
