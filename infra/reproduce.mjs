// Every figure of examples/, on one server and one worker, and one page of all: at quick size, or with --full at the published.
// Further options are those of `ouro figures`.
import { ouro, ready } from "./ready.mjs";

const given = process.argv.slice(2);
const full = given.includes("--full");

ready();
const rest = given.filter((option) => option !== "--full");
process.exit(ouro(["figures", "examples", ...(full ? [] : ["--quick"]), ...rest]));
