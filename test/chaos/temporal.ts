/** A Temporal server that faults may strike: the embedded one or one on PostgreSQL. */
export interface TemporalServer {
  readonly kind: "embedded" | "postgres";
  /** What leads the command to it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Resolves once it answers; where nothing else does it is started, on the database that it had. */
  start(): Promise<void>;
  /** Of the process that runs now. */
  pid(): Promise<number | undefined>;
  port(): Promise<number>;
  /** SIGKILL; after some seconds it comes back on its database. */
  down(seconds: number): Promise<void>;
  /** Stops its database as a power cut would, and starts it again after some seconds; undefined where it has none. */
  readonly crashDatabase: ((seconds: number) => Promise<void>) | undefined;
  close(): Promise<void>;
}
