/** Where a file lies beside the spec as it is registered. */
export function storedPath({ sha256, name }: { readonly sha256: string; readonly name: string }): string {
  return `files/${sha256}/${name}`;
}
