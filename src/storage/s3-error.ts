import { StoreError, SweepError } from "../core/errors.ts";

const remedies: Readonly<Record<string, string>> = {
  NoSuchBucket: "Create the bucket, or give another --store.",
  AccessDenied: "Give these credentials read, write, delete and list rights on the bucket.",
  InvalidAccessKeyId: "Check AWS_ACCESS_KEY_ID and the profile in use.",
  SignatureDoesNotMatch: "Check AWS_SECRET_ACCESS_KEY and the clock of this machine.",
  ExpiredToken: "Sign in again: the session token has expired.",
  CredentialsProviderError: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.",
  PermanentRedirect: "The bucket is in another region: set AWS_REGION.",
  ECONNREFUSED: "Nothing listens there: check AWS_ENDPOINT_URL, or start the S3 server.",
  ENOTFOUND: "No such host: check AWS_ENDPOINT_URL and the network.",
  XMinioStorageFull: "The server's disk is full.",
  TimeoutError: "The server did not answer in time: check the network, then run the same command again.",
};

/** HTTP status of the SDK's error, or undefined where none came. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  return (error.$metadata as { httpStatusCode?: number }).httpStatusCode;
}

/** What a failed request means and what to do about it. */
export function s3Error(verb: string, url: string, error: unknown): SweepError {
  if (error instanceof SweepError) return error;
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const remedy =
    remedies[name] ??
    remedies[code] ??
    (message.includes("Region is missing")
      ? "Set AWS_REGION."
      : "Run the same command again; if it stays, check the server.");
  const status = statusOf(error);
  const reason = [name === "Error" ? code : name, status && `HTTP ${status}`, message]
    .filter(Boolean)
    .join(", ");
  return new StoreError(`Cannot ${verb} ${url} (${reason}). ${remedy}`, { cause: error });
}
