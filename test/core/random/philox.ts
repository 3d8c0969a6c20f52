import { base, kernel, memoryWords, reserve } from "../../../src/core/random/kernel.ts";

export type Words = [number, number, number, number];

/** Where a block lies: the fields that the counter and the key are made of. */
export interface Place {
  key: readonly [number, number];
  element: number;
  part: number;
  draw: number;
  attempt: number;
  generation: number;
  replicate: number;
}

/** The block that the module computes for an address. */
export function blockAt(place: Place): Words {
  reserve(base + 16);
  kernel.address(place.key[0], place.key[1], place.part, place.draw, place.generation);
  kernel.firstBlock(base, place.element, place.attempt, place.replicate);
  return [...memoryWords().subarray(base / 4, base / 4 + 4)] as Words;
}

/** The counter of an address: word 1 is part | draw << 8 | attempt << 16. */
export function counterOf({ element, part, draw, attempt, generation, replicate }: Place): Words {
  return [element, part + draw * 2 ** 8 + attempt * 2 ** 16, generation, replicate];
}

const word = 2n ** 32n;

/** Philox 4x32-10 in whole numbers, as Section 4.3 of Salmon et al. (2011) states it. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  for (let round = 0n; round < 10n; round++) {
    const product0 = c0 * 0xd2511f53n;
    const product1 = c2 * 0xcd9e8d57n;
    const key0 = (BigInt(key[0]) + round * 0x9e3779b9n) % word;
    const key1 = (BigInt(key[1]) + round * 0xbb67ae85n) % word;
    [c0, c1, c2, c3] = [
      (product1 / word) ^ c1 ^ key0,
      product1 % word,
      (product0 / word) ^ c3 ^ key1,
      product0 % word,
    ];
  }
  return [c0, c1, c2, c3].map(Number) as Words;
}
