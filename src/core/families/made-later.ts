/**
 * What is made when it is first asked for, and kept.
 *
 * @source none: a data structure
 */
export function madeLater<T>(make: () => T): () => T {
  let made: { readonly it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}
