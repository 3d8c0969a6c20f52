import { setTimeout as sleep } from "node:timers/promises";
import type { Arena } from "./arena.ts";
import type { Planned } from "./schedule.ts";

/** Faults among which the next one is looked for: one whose victims are free, else the first. */
const choice = 8;
/** How often a fault is overtaken by others before it waits for its victims instead. */
const patience = 12;
/** How often it is looked whether somebody has come up. */
const lookMs = 100;

/** When to stop: after so many faults, or after some time, in milliseconds of `performance.now()`. */
export interface Limit {
  readonly faults: number;
  readonly until: number;
}

/** What has struck so far. */
export interface Struck {
  /** Faults that hit something, in the order in which they began. */
  readonly hits: readonly Planned[];
  /** What was wrong with faults themselves. */
  readonly wrong: readonly string[];
  /** Resolves when no more will come and all are lifted. */
  readonly over: Promise<void>;
}

/**
 * Strikes as planned, each fault some time after the one before it, as many at once as have victims of their own. What
 * comes to somebody who is down already hits nothing, and does not count.
 *
 * @param told is told what hit whom, and when it began
 */
export function strikes(
  arena: Arena,
  planned: Iterator<Planned, never>,
  limit: Limit,
  told: (next: Planned, began: number, hit: string) => void,
): Struck {
  const hits: Planned[] = [];
  const wrong: string[] = [];
  const waiting: { readonly next: Planned; overtaken: number }[] = [];
  const underWay = new Set<Promise<void>>();
  const more = (): boolean => performance.now() < limit.until && wrong.length === 0;

  const strike = async (next: Planned): Promise<void> => {
    try {
      const blow = { arena, target: next.target, seconds: next.seconds };
      await arena.locks.holding(next.fault.holds(blow), async () => {
        await arena.underway();
        if (!more()) return;
        const began = performance.now();
        const hit = await next.fault.strike(blow);
        if (hit === undefined) return;
        hits.push(next);
        told(next, began, hit);
      });
    } catch (error) {
      wrong.push(`#${next.number} ${next.fault.name}: ${(error as Error).message}`);
    }
  };

  /** Undefined where all that may come next have victims who are down or are being struck. */
  const choose = (): Planned | undefined => {
    while (waiting.length < choice) waiting.push({ next: planned.next().value, overtaken: 0 });
    const tired = (waiting[0]?.overtaken ?? 0) >= patience;
    const free = waiting.findIndex(({ next: { fault, target, seconds } }) => {
      const holds = fault.holds({ arena, target, seconds });
      const up = arena.members.every(({ name, atWork }) => atWork || !holds.includes(name));
      return up && arena.locks.free(holds);
    });
    const index = tired ? 0 : free;
    for (const passed of waiting.slice(0, Math.max(0, index))) passed.overtaken++;
    return index < 0 ? undefined : waiting.splice(index, 1)[0]?.next;
  };

  const run = async (): Promise<void> => {
    while (more() && hits.length < limit.faults) {
      await arena.underway();
      const next = hits.length + underWay.size < limit.faults ? choose() : undefined;
      if (next === undefined) {
        await Promise.race([...underWay, sleep(lookMs)]);
        continue;
      }
      await sleep(next.after * 1000);
      const begun = strike(next).finally(() => underWay.delete(begun));
      underWay.add(begun);
    }
    await Promise.all(underWay);
  };
  return { hits, wrong, over: run() };
}
