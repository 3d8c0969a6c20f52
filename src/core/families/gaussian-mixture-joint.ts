import type { Lanes } from "../random/address.ts";
import { normals, normalsAt, uniforms, uniformsAt } from "../random/samplers.ts";
import { freeFitter, symmetricFitter } from "./gaussian-mixture-em.ts";
import type { MixtureLaw } from "./gaussian-mixture-law.ts";
import { measureMixtures } from "./gaussian-mixture-measure.ts";
import type { RawKernel, Wanted } from "./raw-cohort.ts";

/**
 * Mixtures fitted by joint maximum likelihood. Observation i of a batch is made of uniform i (which component) of the
 * batch's first part and of normal i of its second.
 *
 * @source arXiv:2412.17646, joint maximum likelihood; K components: Dempster, Laird, Rubin (1977)
 */
export function jointMixture(law: MixtureLaw, lanes: Lanes): RawKernel {
  const { components } = law;
  const width = 3 * components;
  const fitter = law.symmetric ? symmetricFitter(law) : freeFitter(law);
  let which = new Float64Array(0);

  function compose({ out, lane, models }: Wanted, count: number): void {
    const start = lane * width;
    for (let i = 0; i < count; i++) {
      let k = 0;
      for (let rest = which[i]! - models[start]!; rest > 0 && k < components - 1; rest -= models[start + k]!)
        k++;
      out[i] = models[start + components + k]! + models[start + 2 * components + k]! * out[i]!;
    }
  }

  return {
    modelWidth: width,

    truth(models) {
      for (let lane = 0; lane < lanes.count; lane++) models.set(law.truth, lane * width);
    },

    draw(wanted, size) {
      if (which.length < size) which = new Float64Array(size);
      const only: Lanes = { key: lanes.key, first: lanes.first + wanted.lane, count: 1 };
      uniforms(which.subarray(0, size), only, wanted.at, size);
      normals(wanted.out, only, { ...wanted.at, part: 1 }, size);
      compose(wanted, size);
    },

    drawAt(wanted, indices, count) {
      if (which.length < count) which = new Float64Array(count);
      uniformsAt(which, lanes, wanted.lane, wanted.at, indices, count, 1);
      normalsAt(wanted.out, lanes, wanted.lane, { ...wanted.at, part: 1 }, indices, count, 1);
      compose(wanted, count);
    },

    fit: (models, lane, seen) => fitter(models.subarray(lane * width, (lane + 1) * width), seen),

    measure(models, metrics) {
      measureMixtures(models, law, metrics);
    },
  };
}
