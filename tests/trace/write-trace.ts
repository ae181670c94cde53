import * as path from "node:path";
import { namedByDocuments, namedByTests } from "./mentions";
import { VARIANTS, type Variant } from "./requirements";
import { report, trace } from "./trace";

const checkout = path.resolve(__dirname, "..", "..");
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !VARIANTS.some((variant) => variant === name));

if (unknown.length > 0) {
    console.error(`error: no variant "${unknown.join('", "')}"; there are ${VARIANTS.join(", ")}`);
    process.exitCode = 2;
} else {
    const tests = namedByTests(path.join(checkout, "tests"), checkout);
    const documents = namedByDocuments(path.join(checkout, "docs"), checkout);
    const wanted: readonly Variant[] = asked.length === 0 ? VARIANTS : VARIANTS.filter((variant) => asked.includes(variant));
    const traces = wanted.map((variant) => ({ variant, traced: trace(variant, tests, documents) }));
    console.log(traces.map(({ variant, traced }) => report(variant, traced).join("\n")).join("\n\n"));
    process.exitCode = traces.some(({ traced }) => traced.some(({ standing }) => standing === "missing")) ? 1 : 0;
}
