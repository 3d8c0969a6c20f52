import { Client } from "pg";
import { ConflictError, ProvisionError, StoreError, SweepError } from "../../core/errors.ts";
import { withoutPassword } from "../target.ts";

const connectTimeoutMs = 15_000;

/** What to do about an SQLSTATE or a system error. */
const remedies: Readonly<Record<string, string>> = {
  "28P01": "Check user and password; PGPASSWORD or ~/.pgpass keep it out of the command line.",
  "28000": "Check user, password and the server's pg_hba.conf.",
  "3D000": "Create the database first: createdb NAME.",
  "42501": "Let the user create there (GRANT CREATE ON DATABASE … TO …), or name a --schema of its own.",
  "53100":
    "The server's disk is full. Free some space and run the same command again: it goes on where it stopped.",
};

const unreachable: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "ENOENT",
]);

/** Connects. @throws {ProvisionError} {@link postgresError} */
export async function connect(url: string): Promise<Client> {
  try {
    const client = new Client({
      connectionString: url,
      application_name: "ouro export",
      connectionTimeoutMillis: connectTimeoutMs,
    });
    client.on("error", () => undefined); // a query under way fails with it, too
    await client.connect();
    // Else a server that is busy for us would not notice that we are gone, and would keep our lock.
    await client.query(
      "SELECT set_config('client_connection_check_interval', '2s', false) WHERE current_setting('server_version_num')::int >= 140000",
    );
    await client.query("SET client_min_messages = warning");
    return client;
  } catch (error) {
    throw postgresError(url, error);
  }
}

/** What a failure of PostgreSQL means and what to do about it, without the password. */
export function postgresError(url: string, error: unknown): unknown {
  if (error instanceof SweepError || (error instanceof Error && error.name === "AbortError")) return error;
  if (!(error instanceof Error)) return error;
  const first = error instanceof AggregateError ? ((error.errors as unknown[])[0] as Error) : error;
  const code = "code" in first ? String(first.code) : "";
  const message = withoutSecrets(first.message, url);
  const place = withoutPassword(url);
  if (unreachable.has(code) || /timeout expired/.test(message))
    return new ProvisionError(
      `No PostgreSQL answers at ${place}: ${message}. Start it, or check host and port.`,
    );
  const remedy =
    remedies[code] ?? "Run the same command again: it goes on where it stopped, and every row arrives once.";
  const text = `PostgreSQL at ${place}: ${message}. ${remedy}`;
  return code.startsWith("42") || code.startsWith("28") || code === "3D000"
    ? new ConflictError(text)
    : new StoreError(text);
}

/** A text without the password of a URL, however it is spelled. */
function withoutSecrets(text: string, url: string): string {
  const { password = "", searchParams } = URL.canParse(url)
    ? new URL(url)
    : { searchParams: new URLSearchParams() };
  const secrets = [password, safelyDecoded(password), ...searchParams.getAll("password")];
  return secrets
    .filter((secret) => secret !== "")
    .reduce((clean, secret) => clean.replaceAll(secret, "***"), text.replaceAll(url, withoutPassword(url)));
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
