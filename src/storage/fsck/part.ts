import { CorruptionError } from "../../core/errors.ts";
import { rowCount } from "../../core/segment.ts";
import { numericsVersion } from "../../core/version.ts";
import type { PartEntry } from "../checkpoint.ts";
import type { CohortIdentity } from "../cohort-identity.ts";
import { type DecodedPart, decodePart } from "../decode-part.ts";
import { rowSums } from "../row-sums.ts";
import { isPart } from "../set-aside.ts";
import type { Store } from "../store.ts";

/** Why a part cannot be trusted. */
export interface Flaw {
  readonly problem: string;
  readonly missing: boolean;
}

/**
 * Reads a part whole: bytes, digest, rows, and whose rows they are.
 *
 * @param onSound is given what it holds
 * @returns what is wrong with it; undefined where nothing is
 * @throws {StoreError}
 */
export async function checkPart(
  store: Store,
  identity: CohortIdentity,
  entry: PartEntry,
  onSound: (part: DecodedPart) => void,
): Promise<Flaw | undefined> {
  const bytes = await store.read(entry.key);
  if (bytes === undefined) return { problem: "It is missing.", missing: true };
  if (bytes.length !== entry.bytes)
    return wrong(`It holds ${bytes.length} bytes where ${entry.bytes} were committed.`);
  if (!isPart(bytes, entry)) return wrong("Its SHA-256 is not that of what was committed.");
  try {
    const part = await decodePart(bytes, entry.key);
    const { cell, first, count } = identity.slice;
    const expected = { numericsVersion, cellId: cell.id, first, count, from: entry.from, to: entry.to };
    for (const [name, value] of Object.entries(expected)) {
      const said = part.facts[name as keyof typeof expected];
      if (said !== value) return wrong(`It says ${name} ${said}, and its checkpoint ${value}.`);
    }
    const rows = rowCount(part.segment);
    if (rows !== entry.rows) return wrong(`It has ${rows} rows, and its checkpoint says ${entry.rows}.`);
    if (rowSums(first, part.segment) !== entry.sums)
      return wrong("Its rows do not sum up to what its checkpoint says.");
    onSound(part);
    return undefined;
  } catch (error) {
    if (!(error instanceof CorruptionError)) throw error;
    return wrong("It cannot be read as a part.");
  }
}

function wrong(problem: string): Flaw {
  return { problem, missing: false };
}
