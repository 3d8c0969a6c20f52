import { provideBinary } from "../../src/server/ladder.ts";

/** Tests talk to a real Temporal server: its program is found or built once, before the first of them. */
export async function setup(): Promise<void> {
  let told = 0;
  await provideBinary({
    env: process.env,
    binary: process.env["OURO_TEMPORAL_BIN"],
    onProgress: ({ message, elapsedSeconds }) => {
      if (elapsedSeconds - told < 15 && told > 0) return;
      told = elapsedSeconds || 1;
      console.error(message);
    },
  });
}
