import { NumericalError } from "../errors.ts";
import type { Kernel } from "./exports.ts";
import { moduleBytes } from "./wasm.ts";

/** The part of WebAssembly's interface that is used here: core has neither the DOM's types nor Node's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const pageBytes = 65536;

/** The one instance of the module in this thread. It keeps nothing from one call to the next. */
export const kernel: Kernel = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(moduleBytes)))
  .exports as Kernel;

/** Bytes from `resident` on in which numbers stay from one call to the next: see `tilesOf`. */
export const residentBytes: number = 2 ** 22;
export const resident: number = kernel.base();
/** Bytes behind those in which one cohort at a time keeps its lanes: see `symbol-lanes.ts`. */
export const slotsBytes: number = 2 ** 23;
export const slots: number = resident + residentBytes;
/** First byte of the memory that callers may write over. */
export const base: number = slots + slotsBytes;

/** What 32 bits address. */
const mostBytes = 2 ** 32;

let doubles = new Float64Array(kernel.memory.buffer);
let words = new Uint32Array(kernel.memory.buffer);

/**
 * Makes the memory at least this large; views taken before are void where it grew.
 *
 * @throws {NumericalError} beyond 4 GiB
 */
export function reserve(bytes: number): void {
  if (bytes <= doubles.byteLength) return;
  if (!(bytes <= mostBytes))
    throw new NumericalError(`A kernel must do with 4 GiB of memory; it asked for ${bytes} bytes.`);
  kernel.memory.grow(Math.ceil((bytes - doubles.byteLength) / pageBytes));
  doubles = new Float64Array(kernel.memory.buffer);
  words = new Uint32Array(kernel.memory.buffer);
}

/** The module's memory as doubles (entry i is byte 8i); take it after `reserve`. */
export function memoryDoubles(): Float64Array {
  return doubles;
}

/** The module's memory as 32-bit words (entry i is byte 4i); take it after `reserve`. */
export function memoryWords(): Uint32Array {
  return words;
}

function bytesOf(hexadecimal: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hexadecimal.length / 2 }, (_, i) =>
    Number.parseInt(hexadecimal.slice(2 * i, 2 * i + 2), 16),
  );
}
