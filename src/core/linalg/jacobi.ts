const sweeps = 60;

/**
 * Eigenvalues of a symmetric matrix by cyclic Jacobi rotations.
 *
 * @param matrix d × d, row-major, symmetric; on return its diagonal holds the eigenvalues, in no order
 * @param vectors d × d; receives the eigenvectors as columns, in the order of the eigenvalues
 */
export function jacobi(matrix: Float64Array, d: number, vectors?: Float64Array): void {
  if (vectors) {
    vectors.fill(0, 0, d * d);
    for (let i = 0; i < d; i++) vectors[i * d + i] = 1;
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let rotated = false;
    for (let p = 0; p < d - 1; p++) {
      for (let q = p + 1; q < d; q++) {
        const off = matrix[p * d + q]!;
        const app = matrix[p * d + p]!;
        const aqq = matrix[q * d + q]!;
        // Below this a rotation changes no eigenvalue within rounding.
        if (off === 0 || Math.abs(off) <= (Number.EPSILON / 16) * Math.sqrt(Math.abs(app) * Math.abs(aqq)))
          continue;
        if (Math.abs(off) < (Number.EPSILON / 64) * Math.max(Math.abs(app), Math.abs(aqq)) && sweep > 8)
          continue;
        rotated = true;
        const theta = (aqq - app) / (2 * off);
        const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        rotate(matrix, d, p, q, tangent, cosine);
        if (vectors) rotateColumns(vectors, d, p, q, tangent * cosine, cosine);
      }
    }
    if (!rotated) return;
  }
}

function rotate(
  matrix: Float64Array,
  d: number,
  p: number,
  q: number,
  tangent: number,
  cosine: number,
): void {
  const sine = tangent * cosine;
  const off = matrix[p * d + q]!;
  for (let k = 0; k < d; k++) {
    if (k === p || k === q) continue;
    const akp = matrix[k * d + p]!;
    const akq = matrix[k * d + q]!;
    matrix[k * d + p] = matrix[p * d + k] = cosine * akp - sine * akq;
    matrix[k * d + q] = matrix[q * d + k] = sine * akp + cosine * akq;
  }
  matrix[p * d + p]! -= tangent * off;
  matrix[q * d + q]! += tangent * off;
  matrix[p * d + q] = matrix[q * d + p] = 0;
}

function rotateColumns(
  vectors: Float64Array,
  d: number,
  p: number,
  q: number,
  sine: number,
  cosine: number,
): void {
  for (let k = 0; k < d; k++) {
    const vp = vectors[k * d + p]!;
    const vq = vectors[k * d + q]!;
    vectors[k * d + p] = cosine * vp - sine * vq;
    vectors[k * d + q] = sine * vp + cosine * vq;
  }
}
