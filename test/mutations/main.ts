/**
 * Changes contracts and rules one thing at a time, and tells what neither the check nor a proof notices:
 *
 *     npx tsx test/mutations/main.ts [workload …]
 *
 * Ends with 1 when something wasn't noticed. `test/rules/mutations.test.ts` does the same with `npm test`.
 */
import { noPromtool } from "../lib/promtool";
import { ruleSetNames } from "../lib/rule-sets";
import { mutationTable, runMutations } from "./run";

if (noPromtool !== undefined) throw new Error(`${noPromtool}; npm test makes the image`);
const sets = process.argv.length > 2 ? process.argv.slice(2) : ruleSetNames;
const results = sets.flatMap(runMutations);
console.log(mutationTable(results));
if (results.some(({ kind, escaped }) => kind === "window halved" && escaped.length > 0)) {
  console.log(
    "\nA window shows in how long it remembers: let what raised the alert end in the series of its firing proof,",
  );
  console.log(
    "and say firesUntil (signals/proofs.ts: forgotten). A rate over a limit shows it in firesAt, when it ramps up.",
  );
}
for (const { set, kind, escaped, unasked, shared } of results) {
  if (escaped.length > 0) console.log(`\n${set}, ${kind}, not noticed:\n  ${escaped.join("\n  ")}`);
  if (shared.length > 0) console.log(`\n${set}, ${kind}: exporters emit too\n  ${shared.join("\n  ")}`);
  if (unasked.length > 0) console.log(`\n${set}, ${kind}: no rule or panel asks for\n  ${unasked.join("\n  ")}`);
}
process.exitCode = results.some(({ escaped }) => escaped.length > 0) ? 1 : 0;
