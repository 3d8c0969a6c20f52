/**
 * The workflow's own time in milliseconds: that of the event that it works on, the same in a replay. It is for what is
 * told of work, never for what is done.
 */
export function workflowTime(): number {
  // oxlint-disable-next-line no-restricted-properties -- the sandbox answers from the history
  return Date.now();
}
