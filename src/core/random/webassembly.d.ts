/** The part of WebAssembly's interface that this folder uses: core has neither the DOM's types nor Node's. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: unknown;
  }
}
