import { UserError } from "../signals/errors";
import { evaluateStack, isUnknownSecret, unknownSecret } from "./translate/stack";
import { options, stackOption } from "./lib/args";
import { runChecks, type Check, type Running } from "./lib/checks";
import { print, say, table } from "./lib/console";
import { SecretStore } from "./lib/secrets";
import { siteOf } from "./lib/site-of";
import { readStack, type Stack } from "./lib/stack";
import type { Evaluation } from "./translate/evaluate";

/** Asks the running stack whether everything that it should do, it does. */
export async function run(args: readonly string[]): Promise<void> {
  const stack = readStack(options(args, stackOption));
  const secrets = new SecretStore(stack.folder).values();
  const { evaluation } = await evaluateStack(stack, stack.folder, (name) => secrets[name] ?? unknownSecret(name));
  const known = Object.entries(evaluation.outputs).filter(([, value]) => !isUnknownSecret(value));
  await verify(stack, { ...evaluation, outputs: Object.fromEntries(known) });
}

/**
 * @param patience seconds that a stack which was just started gets for its first scrapes and evaluations. Default 0.
 * @throws UserError naming each check that failed
 */
export async function verify(stack: Stack, evaluation: Evaluation, patience = 0): Promise<void> {
  const site = siteOf(stack, evaluation);
  try {
    report(await checked({ stack, site, outputs: evaluation.outputs }, patience));
  } finally {
    site.end();
  }
}

/** What failed is asked again until it doesn't, or until patience ends. */
async function checked(running: Running, patience: number): Promise<Check[]> {
  const deadline = Date.now() + patience * 1000;
  let checks = await runChecks(running);
  const waiting = failing(checks).map(({ name }) => name);
  if (waiting.length > 0 && patience > 0) say(`Waiting for the first data: ${waiting.join(", ")}...`);
  while (failing(checks).length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const again = await runChecks(running, new Set(failing(checks).map(({ name }) => name)));
    checks = checks.map((check) => again.find(({ name }) => name === check.name) ?? check);
  }
  return checks;
}

function report(checks: readonly Check[]): void {
  print(table(checks.map((check) => [failing([check]).length > 0 ? "FAILED" : "ok", check.name, outcome(check)])));
  for (const { name, warnings = [] } of checks) for (const warning of warnings) print(`note    ${name}: ${warning}`);
  const faults = failing(checks).flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));
  if (faults.length > 0) throw new UserError(faults);
}

function failing(checks: readonly Check[]): Check[] {
  return checks.filter(({ faults }) => faults.length > 0);
}

function outcome({ faults, found }: Check): string {
  return faults.length === 0 ? found : `${faults.length} ${faults.length === 1 ? "fault" : "faults"}`;
}
