/** Parameters that are given in a form that cannot be read, and the field that gives them. */
export type Unread = ReadonlyMap<string, "parameters" | "zip">;
