import type { Address, Lanes } from "../random/address.ts";
import { normals } from "../random/samplers.ts";
import type { GlmLaw } from "./glm-law.ts";

const designAddress: Address = { generation: 0, draw: 0, part: 0 };

/**
 * The designs of all lanes, drawn once a chain: N(0, 1) covariates, after a column of ones where there is an intercept.
 *
 * @returns for every lane its columns, of one number a row
 * @source arXiv:2410.22812, logistic experiments
 */
export function glmDesigns(
  { samples, dimension, unknowns }: GlmLaw,
  lanes: Lanes,
): readonly Float64Array[][] {
  return Array.from({ length: lanes.count }, (_, lane) => {
    const values = new Float64Array(samples * unknowns).fill(1);
    const one: Lanes = { key: lanes.key, first: lanes.first + lane, count: 1 };
    normals(values.subarray(samples * (unknowns - dimension)), one, designAddress, samples * dimension);
    return Array.from({ length: unknowns }, (_none, j) => values.subarray(j * samples, (j + 1) * samples));
  });
}
