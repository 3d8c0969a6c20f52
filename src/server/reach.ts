import { connect } from "node:net";
import type { Environment } from "./environment.ts";

const proxyVariables = [
  "HTTPS_PROXY",
  "https_proxy",
  "ALL_PROXY",
  "all_proxy",
  "HTTP_PROXY",
  "http_proxy",
  "grpc_proxy",
];

/** Why no TCP connection to `host:port` can be opened; undefined when one can. */
export function whyClosed(host: string, port: number, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs });
    const end = (reason: string | undefined): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once("connect", () => end(undefined));
    socket.once("timeout", () => end(`${host}:${port} did not answer within ${timeoutMs / 1000} s`));
    socket.once("error", (error: NodeJS.ErrnoException) => end(describe(error, host, port)));
  });
}

/** As {@link whyClosed}; but behind a proxy a direct connection says nothing, and the answer is undefined. */
export async function whyUnreachable(
  host: string,
  port: number,
  timeoutMs: number,
  env: Environment,
): Promise<string | undefined> {
  return proxyVariables.some((name) => env[name]) ? undefined : whyClosed(host, port, timeoutMs);
}

function describe(error: NodeJS.ErrnoException, host: string, port: number): string {
  if (error.code === "ECONNREFUSED") return `${host}:${port} refused the connection`;
  if (error.code === "ENOTFOUND" || error.code === "EAI_AGAIN") return `the host ${host} cannot be found`;
  return `${host}:${port} cannot be reached (${error.code ?? error.message})`;
}
