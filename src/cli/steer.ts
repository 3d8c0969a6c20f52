import { Command } from "commander";
import { WorkflowNotFoundError } from "@temporalio/client";
import { requestCancel, type SteeringVerb, steer } from "../client/sweep-client.ts";
import { ConflictError, ProvisionError } from "../core/errors.ts";
import { ask, openClient } from "./connect.ts";
import { type ServerOptions, type StoreOptions, withServer, withStore } from "./options.ts";
import { output } from "./output.ts";

const done: Readonly<Record<SteeringVerb, (id: string) => string>> = {
  pause: (id) => `${id} is paused. Go on with: ouro resume ${id}`,
  resume: (id) => `${id} goes on.`,
  cancel: (id) => `${id} is stopping; what was committed stays in the store.`,
};

/** `ouro pause|resume|cancel ID`. */
export function steerCommand(verb: SteeringVerb): Command {
  return withServer(withStore(new Command(verb)))
    .argument("<id>", "the sweep's id")
    .addHelpText("after", `\nExample:\n  ouro ${verb} pi-squared-over-six-0123456789`)
    .action(async (id: string, options: StoreOptions & ServerOptions) => {
      const { client, close } = await openClient(options, "adopt");
      try {
        await ask(client, () => steer(client, options.store, id, verb));
        output.line(done[verb](id));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError)
          throw new ConflictError(
            `No sweep ${id} of ${options.store} is running. \`ouro status\` lists what the store holds.`,
          );
        if (!(error instanceof ProvisionError)) throw error;
        if (verb !== "cancel")
          throw new ProvisionError(
            `${error.message} One that was only busy may still take this in: \`ouro status ${id}\` tells.`,
          );
        // Nobody has to be there for a sweep to be given up.
        await requestCancel(client, options.store, id);
        output.line(`${id} ends as soon as a worker takes it in; none answered within 10 s.`);
      } finally {
        await close();
      }
    });
}
