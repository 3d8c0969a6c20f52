import { join } from "node:path";

/** An environment in which `ouro` keeps a server of its own in `folder`, whatever else this user runs or has set. */
export function ownServer(folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL_|OURO_STORE$)/.test(name));
  return { ...Object.fromEntries(kept), XDG_DATA_HOME: join(folder, "data") };
}
