import { Command } from "commander";
import { WorkflowNotFoundError } from "@temporalio/client";
import { type SteeringVerb, steer } from "../client/sweep-client.ts";
import { ConflictError } from "../core/errors.ts";
import { ask, openClient } from "./connect.ts";
import { type ServerOptions, type StoreOptions, withServer, withStore } from "./options.ts";
import { output } from "./output.ts";

const verbs = {
  pause: {
    description: "stop starting work; segments under way end and are committed",
    done: (id: string) => `${id} is paused. Go on with: ouro resume ${id}`,
  },
  resume: { description: "go on with a paused sweep", done: (id: string) => `${id} goes on.` },
  cancel: {
    description: "end a sweep at its next commits; the same run command goes on from there",
    done: (id: string) => `${id} is stopping; what was committed stays in the store.`,
  },
} as const;

/** `ouro pause|resume|cancel ID`. */
export function steerCommand(verb: SteeringVerb): Command {
  return withServer(withStore(new Command(verb)))
    .description(verbs[verb].description)
    .argument("<id>", "the sweep's id")
    .addHelpText("after", `\nExample:\n  ouro ${verb} pi-squared-over-six-0123456789`)
    .action(async (id: string, options: StoreOptions & ServerOptions) => {
      const { client, close } = await openClient(options, "adopt");
      try {
        await ask(client, () => steer(client, options.store, id, verb));
        output.line(verbs[verb].done(id));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError)
          throw new ConflictError(
            `No sweep ${id} of ${options.store} is running. \`ouro status\` lists what the store holds.`,
          );
        throw error;
      } finally {
        await close();
      }
    });
}
