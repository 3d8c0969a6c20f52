// Rows of covariates, one after the other, each with a number behind it: first the error of its label, then the label.

/**
 * Puts rows of a design and errors of labels together.
 *
 * @param places of each row in the design, `count` words
 * @param errors `count` numbers
 */
export function designRows(out: usize, places: usize, design: usize, errors: usize, count: u32, d: u32): void {
  const width = <usize>d << 3;
  for (const end = places + (<usize>count << 2); places < end; places += 4) {
    let from = design + <usize>load<u32>(places) * width;
    for (const last = out + width; out < last; out += 8, from += 8) store<f64>(out, load<f64>(from));
    store<f64>(out, load<f64>(errors));
    out += 8;
    errors += 8;
  }
}

/**
 * Scales the covariates of rows, and replaces their errors by labels.
 *
 * @param numbers of each row, whose coefficients its label is drawn with
 * @param coefficients `d` numbers each
 * @param scales of the covariates
 * @param noise what errors are multiplied by
 */
export function labelRows(
  rows: usize,
  numbers: usize,
  coefficients: usize,
  scales: usize,
  count: u32,
  d: u32,
  noise: f64,
): void {
  const width = <usize>d << 3;
  for (const end = numbers + (<usize>count << 2); numbers < end; numbers += 4) {
    const own = coefficients + <usize>load<u32>(numbers) * width;
    let label = noise * load<f64>(rows + width);
    for (let j: usize = 0; j < width; j += 8) {
      const covariate = load<f64>(scales + j) * load<f64>(rows + j);
      store<f64>(rows + j, covariate);
      label += covariate * load<f64>(own + j);
    }
    store<f64>(rows + width, label);
    rows += width + 8;
  }
}
