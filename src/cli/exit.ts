/** Exit codes that scripts rely on. */
export const exitCode = {
  done: 0,
  failed: 1,
  /** Wrong usage or a wrong spec: nothing was started. */
  usage: 2,
  /** The sweep ended, with failed chains. */
  failedChains: 3,
  interrupted: 130,
} as const;
