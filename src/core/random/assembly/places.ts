/** Bytes of a batch. */
const size: usize = 20;

/**
 * Finds out where places in a pool lead to, its batches lying one after the other.
 *
 * @param points six columns of `column` bytes, `count` words each; the first holds the places. Afterwards they hold: index of
 *   the point in its batch; part and draw of that batch, as the counter has them; its generation; replicate; number of the
 *   batch; generation of the model that it is from
 * @param perLane points of a replicate
 * @param replicate of the first points
 * @param batches of each batch five words: place of its first, place behind its last, part and draw, generation, that of its model
 * @param firsts for each stretch of 2^shift places the batch that its first belongs to
 */
export function locate(
  points: usize,
  column: usize,
  count: u32,
  perLane: u32,
  replicate: u32,
  batches: usize,
  firsts: usize,
  shift: u32,
): void {
  let left = perLane;
  for (const end = points + (<usize>count << 2); points < end; points += 4) {
    const place = load<u32>(points);
    let number = load<u32>(firsts + (<usize>(place >> shift) << 2));
    let batch = batches + <usize>number * size;
    for (; place >= load<u32>(batch, 4); batch += size) number++;
    store<u32>(points, place - load<u32>(batch));
    store<u32>(points + column, load<u32>(batch, 8));
    store<u32>(points + 2 * column, load<u32>(batch, 12));
    store<u32>(points + 3 * column, replicate);
    store<u32>(points + 4 * column, number);
    store<u32>(points + 5 * column, load<u32>(batch, 16));
    if (--left != 0) continue;
    left = perLane;
    replicate++;
  }
}
