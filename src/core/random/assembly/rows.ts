/** sum += rows, one after the other. @param rows `count` rows of `width` numbers */
export function addRows(sum: usize, rows: usize, count: u32, width: u32): void {
  const bytes = <usize>width << 3;
  for (let row = rows, end = rows + <usize>count * bytes; row < end; row += bytes) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) v128.store(sum + j, f64x2.add(v128.load(sum + j), v128.load(row + j)));
    if (j < bytes) store<f64>(sum + j, load<f64>(sum + j) + load<f64>(row + j));
  }
}

/** Takes `centre`, a row, from each row. */
export function centreRows(rows: usize, centre: usize, count: u32, width: u32): void {
  const bytes = <usize>width << 3;
  for (let row = rows, end = rows + <usize>count * bytes; row < end; row += bytes) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) v128.store(row + j, f64x2.sub(v128.load(row + j), v128.load(centre + j)));
    if (j < bytes) store<f64>(row + j, load<f64>(row + j) - load<f64>(centre + j));
  }
}
