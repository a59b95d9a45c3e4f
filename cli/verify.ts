import { UserError } from "../signals/errors";
import { evaluateStack, isUnknownSecret, unknownSecret } from "./translate/stack";
import { options, stackOption } from "./lib/args";
import { runChecks, type Check, type Running } from "./lib/checks";
import { print, say, table } from "./lib/console";
import { SecretStore } from "./lib/secrets";
import type { Site } from "./lib/site";
import { siteOf } from "./lib/site-of";
import { noteTime, readStack, type Stack } from "./lib/stack";
import { hasReceivers, testAlertCheck, testLabels } from "./lib/test-alert-check";
import { trustOwnCa } from "./lib/trust";
import { unknownWebPassword } from "./lib/web-login";
import type { Evaluation } from "./translate/evaluate";

const testAlertOption = { "no-test-alert": { type: "boolean", default: false } } as const;

/**
 * Asks the running stack whether everything that it should do, it does. Where somebody is told of alerts, they are sent
 * one that says it's a test.
 */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, { ...stackOption, ...testAlertOption });
  const stack = readStack(parsed);
  trustOwnCa(stack);
  noteTime(stack);
  const tested = !parsed["no-test-alert"] && hasReceivers(stack);
  await verify(stack, await evaluateRunning(stack), { testAlert: tested });
}

/** The stack as it was deployed, with the secrets that are known here. */
export async function evaluateRunning(stack: Stack): Promise<Evaluation> {
  const secrets = new SecretStore(stack.folder).values();
  const { evaluation } = await evaluateStack(stack, stack.folder, (name) => secrets[name] ?? unknownSecret(name));
  const known = Object.entries(evaluation.outputs).filter(([, value]) => !isUnknownSecret(value));
  return { ...evaluation, outputs: Object.fromEntries(known) };
}

export interface VerifyOptions {
  /** Seconds that a stack which was just started gets for its first scrapes and evaluations. Default 0. */
  readonly patience?: number;
  /** Whether people are sent an alert that says it's a test. Default false. */
  readonly testAlert?: boolean;
}

/** @throws UserError naming each check that failed */
export async function verify(stack: Stack, evaluation: Evaluation, options: VerifyOptions = {}): Promise<void> {
  const { patience = 0, testAlert = false } = options;
  const site = siteOf(stack, evaluation);
  try {
    const checks = await checked({ stack, site, outputs: evaluation.outputs }, patience);
    report(testAlert ? [...checks, await testAlertSent(stack, site)] : checks);
  } finally {
    site.end();
  }
}

async function testAlertSent(stack: Stack, site: Site): Promise<Check> {
  const name = "test alert";
  if (site.headers === undefined) return { name, found: "not sent", faults: [], warnings: [unknownWebPassword] };
  try {
    return { name, ...(await testAlertCheck(stack, site, testLabels(stack))) };
  } catch (error) {
    return { name, found: "", faults: error instanceof UserError ? error.faults : [(error as Error).message] };
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
