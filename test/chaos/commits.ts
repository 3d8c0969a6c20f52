import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** When a sweep's newest checkpoint or its dataset's manifest was written, in milliseconds since 1970; 0 where none was. */
export async function newestCommit(disk: string, sweepId: string): Promise<number> {
  const folder = join(disk, sweepId);
  const names = await readdir(join(folder, "checkpoints"), { recursive: true }).catch(() => []);
  const paths = names
    .filter((name) => name.endsWith(".ckpt"))
    .map((name) => join(folder, "checkpoints", name));
  let newest = 0;
  for (const path of [...paths, join(folder, "dataset", "manifest.json")])
    newest = Math.max(
      newest,
      await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0,
      ),
    );
  return newest;
}
