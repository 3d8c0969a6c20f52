/** Looked up at once: enough to hide the way to a bucket. */
const atOnce = 16;

/**
 * What is found of each of some items, in their order: a few at a time, each few given when all of them are found.
 *
 * @param items numbers, names and the like
 * @throws what `look` throws
 */
export async function* lookedUp<Item, Found>(
  items: readonly Item[],
  look: (item: Item) => Promise<Found>,
): AsyncGenerator<readonly Found[]> {
  for (let at = 0; at < items.length; at += atOnce)
    yield await Promise.all(items.slice(at, at + atOnce).map(look));
}
