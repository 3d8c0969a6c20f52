/** Keys and indices from the root of a spec. */
export type Path = readonly (string | number)[];

const longest = 40;

/** `parameters.samples.grid[2]`; a key that is no plain word is quoted, a long one is cut. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += `${text && "."}${formatKey(step)}`;
  }
  return text;
}

function formatKey(key: string): string {
  const cut = key.length > longest ? `${key.slice(0, longest - 3)}...` : key;
  return /^[\w-]+$/.test(key) ? cut : JSON.stringify(cut);
}
