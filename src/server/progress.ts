/** What a slow step of provisioning is at. `message` is a sentence for a person; printing it is the command line's job. */
export interface Progress {
  readonly step: "download" | "build" | "wait" | "start" | "notice";
  readonly message: string;
  readonly elapsedSeconds: number;
}

export type OnProgress = (progress: Progress) => void;

/** Calls `tell` at once and then every `everyMs`, with the seconds since the first call; the result stops it. */
export function ticking(tell: (elapsedSeconds: number) => void, everyMs = 5000): () => void {
  const start = performance.now();
  tell(0);
  const timer = setInterval(() => tell((performance.now() - start) / 1000), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
