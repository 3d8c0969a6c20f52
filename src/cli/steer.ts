import { type Client, WorkflowNotFoundError } from "@temporalio/client";
import { Command } from "commander";
import { requestCancel, steer } from "../client/steer.ts";
import { sweepProgress } from "../client/sweep-progress.ts";
import { ConflictError, ProvisionError } from "../core/errors.ts";
import { ask, openClient } from "./connect.ts";
import { type ServerOptions, type StoreOptions, sweepArgument, withServer, withStore } from "./options.ts";
import { output } from "./output.ts";

type SteeringVerb = "pause" | "resume" | "cancel";

/** `ouro pause|resume|cancel ID`. */
export function steerCommand(verb: SteeringVerb): Command {
  return withServer(withStore(new Command(verb)))
    .addArgument(sweepArgument())
    .addHelpText("after", `\nExample:\n  ouro ${verb} pi-squared-over-six-0123456789`)
    .action(async (id: string, options: StoreOptions & ServerOptions) => {
      const { client, close } = await openClient(options, "adopt");
      try {
        const told =
          verb === "cancel" ? await cancel(client, options, id) : await hold(client, options, id, verb);
        output.line(told);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        throw new ConflictError(
          `No sweep ${id} of ${options.store} is running. \`ouro status\` lists what the store holds.`,
        );
      } finally {
        await close();
      }
    });
}

async function hold(
  client: Client,
  { store }: StoreOptions,
  id: string,
  verb: "pause" | "resume",
): Promise<string> {
  try {
    await ask(client, () => steer(client, store, id, verb));
  } catch (error) {
    if (!(error instanceof ProvisionError)) throw error;
    throw new ProvisionError(
      `${error.message} One that was only busy may still take this in: \`ouro status ${id}\` tells.`,
    );
  }
  return verb === "pause" ? `${id} is paused. Go on with: ouro resume ${id}` : `${id} goes on.`;
}

/** Nobody has to be there for a sweep to be given up. */
async function cancel(client: Client, { store }: StoreOptions, id: string): Promise<string> {
  await requestCancel(client, store, id);
  try {
    await ask(client, () => sweepProgress(client, store, id));
  } catch (error) {
    if (error instanceof ProvisionError)
      return `${id} ends as soon as a worker takes it in; none answered within 10 s.`;
    // A run that ends with its sweep takes its server with it.
  }
  return `${id} is stopping; what was committed stays in the store.`;
}
