export { athena } from "./athena.ts";
export { bigquery } from "./bigquery.ts";
export { databricks } from "./databricks.ts";
export { redshift } from "./redshift.ts";
export { snowflake } from "./snowflake.ts";
