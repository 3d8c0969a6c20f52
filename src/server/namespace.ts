import { setTimeout as sleep } from "node:timers/promises";
import { msToTs } from "@temporalio/common/lib/time.js";
import { type Target, withConnection } from "./probe.ts";

/** Longer than a sweep and the holidays after it; Temporal's own default on one machine is a day. */
export const defaultRetentionDays = 90;

const timeoutMs = 20_000;
const secondsADay = 86_400;
const notFound = 5; // the gRPC status
const alreadyExists = 6;

/** Days that finished workflows are kept; undefined when there is no such namespace. */
export function retentionDays(
  target: Target,
  namespace: string,
  timeoutMs: number,
): Promise<number | undefined> {
  return withConnection(target, timeoutMs, async ({ workflowService }) => {
    try {
      const { config } = await workflowService.describeNamespace({ namespace });
      return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / secondsADay;
    } catch (error) {
      if (hasCode(error, notFound)) return undefined;
      throw error;
    }
  });
}

/**
 * Makes the namespace where it is missing and raises its retention where it is shorter; never lowers it. Returns once
 * workflows may be started in it.
 */
export async function ensureNamespace(target: Target, namespace: string, days: number): Promise<void> {
  await provideNamespace(target, namespace, days);
  await known(target, namespace);
}

async function provideNamespace(target: Target, namespace: string, days: number): Promise<void> {
  const present = await retentionDays(target, namespace, timeoutMs);
  if (present !== undefined && present >= days) return;
  const retention = msToTs(days * secondsADay * 1000);
  await withConnection(target, timeoutMs, async ({ workflowService }) => {
    if (present !== undefined) {
      await workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: retention },
      });
      return;
    }
    try {
      await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: retention });
    } catch (error) {
      if (!hasCode(error, alreadyExists)) throw error;
    }
  });
}

/** A server that has just started describes a namespace before the rest of it, which reads a list now and then, knows it. */
async function known(target: Target, namespace: string): Promise<void> {
  const until = performance.now() + timeoutMs;
  await withConnection(target, timeoutMs, async ({ workflowService }) => {
    for (;;)
      try {
        await workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
        return;
      } catch (error) {
        if (!hasCode(error, notFound) || performance.now() > until) throw error;
        await sleep(100);
      }
  });
}

function hasCode(error: unknown, code: number): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
