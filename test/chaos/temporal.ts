/** A Temporal server that faults may strike: the embedded one or one on PostgreSQL. */
export interface TemporalServer {
  readonly kind: "embedded" | "postgres";
  /** What leads the command to it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Starts it where it does not run, on the database that it had. */
  start(): Promise<void>;
  /** Of the process that runs now. */
  pid(): Promise<number | undefined>;
  port(): Promise<number>;
  /** Stops its database as a power cut would, and starts it again after some seconds; undefined where it has none. */
  readonly crashDatabase: ((seconds: number) => Promise<void>) | undefined;
  close(): Promise<void>;
}
