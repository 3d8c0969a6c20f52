// What a publication takes and nothing else does. DuckDB and what draws the report take longer to load than the rest of a
// worker, and its first steps need none of it.
export { predictions } from "../src/core/theory/registry.ts";
export { renderReport } from "../src/report/page.ts";
export { readReportData } from "../src/report/read.ts";
export { publishDataset, publishFinished } from "../src/storage/dataset/publish.ts";
