/**
 * Mean of |y| and scatter about it of `lanes` batches, y = mean + sd·x being normal numbers, two lanes at a time. What is added
 * up are distances |y| - mean: while y does not cross 0 they are sd·x itself, however small.
 *
 * @param out mean and scatter, a lane
 * @param values x, shape [lanes, n]
 * @param laws mean and sd, a lane
 * @param room for 16 bytes an observation
 */
export function foldedMoments(out: usize, values: usize, laws: usize, room: usize, n: u32, lanes: u32): void {
  const row = <usize>n << 3;
  const end = room + (<usize>n << 4);
  for (let lane: u32 = 0; lane < lanes; lane += 2) {
    // The last of an odd number stands beside itself.
    const beside: usize = lane + 1 < lanes ? 1 : 0;
    const law = v128.load(laws);
    const next = v128.load(laws + (beside << 4));
    const mean = v128.shuffle<i64>(law, next, 0, 2);
    const sd = v128.shuffle<i64>(law, next, 1, 3);
    const twice = f64x2.add(mean, mean);
    const other = values + row * beside;
    let sum = f64x2.splat(0);
    let from: usize = 0;
    for (let to = room; to < end; to += 16, from += 8) {
      const x = v128.load64_lane(other + from, v128.load64_zero(values + from), 1);
      const away = f64x2.mul(sd, x);
      const outside = f64x2.sub(f64x2.neg(away), twice);
      const distance = v128.bitselect(away, outside, f64x2.ge(f64x2.add(mean, away), f64x2.splat(0)));
      v128.store(to, distance);
      sum = f64x2.add(sum, distance);
    }
    const shift = f64x2.div(sum, f64x2.splat(<f64>n));
    let scatter = f64x2.splat(0);
    for (let at = room; at < end; at += 16) {
      const deviation = f64x2.sub(v128.load(at), shift);
      scatter = f64x2.add(scatter, f64x2.mul(deviation, deviation));
    }
    const centre = f64x2.add(mean, shift);
    v128.store(out + (beside << 4), v128.shuffle<i64>(centre, scatter, 1, 3));
    v128.store(out, v128.shuffle<i64>(centre, scatter, 0, 2));
    out += 32;
    laws += 32;
    values += row << 1;
  }
}
