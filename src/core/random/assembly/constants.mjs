// V8 makes a vector constant anew wherever it is used, of two to four instructions; to load it takes one.
import binaryen from "assemblyscript/binaryen";

/** Bytes at the start of the memory where constants lie; nothing else does. */
export const constantBytes = 2048;

/** What one instruction makes: all bits clear, or all set. */
const free = /^0x(00000000|ffffffff)( 0x\1){3}$/;

/**
 * The module with vector constants in its memory.
 *
 * @param {Uint8Array} bytes a module whose memory is free below `constantBytes`
 * @returns {Uint8Array}
 */
export function withConstantsLoaded(bytes) {
  const text = textOf(bytes);
  const places = new Map();
  const placeOf = (words) => {
    if (!places.has(words)) places.set(words, 16 * places.size);
    return `(v128.load offset=${places.get(words)} (i32.const 0))`;
  };
  const loading = text.replace(/\(v128\.const i32x4 ([^)]*)\)/g, (constant, words) =>
    free.test(words) ? constant : placeOf(words),
  );
  const bytesTaken = 16 * places.size;
  if (bytesTaken > constantBytes) throw new Error(`Constants take ${bytesTaken} bytes; raise constantBytes.`);
  const data = [...places.keys()].flatMap((words) => words.split(" ")).map(escaped);
  const segment = `(data $constants (i32.const 0) "${data.join("")}")`;
  return assembled(loading.replace(/\n \(data \$0 /, `\n ${segment}\n (data $0 `));
}

/** A word in the order that memory has it. */
function escaped(word) {
  const bytes = word.slice(2).match(/../g) ?? [];
  return bytes.reverse().map((byte) => `\\${byte}`).join("");
}

function textOf(bytes) {
  const module = binaryen.readBinary(bytes);
  try {
    return module.emitText();
  } finally {
    module.dispose();
  }
}

function assembled(text) {
  const module = binaryen.parseText(text);
  try {
    module.setFeatures(binaryen.Features.All);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
