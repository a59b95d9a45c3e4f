import { UserError } from "../signals/errors";
import { options, stackOption } from "./lib/args";
import { print, say, table } from "./lib/console";
import { labelArgs } from "./lib/label-args";
import { siteOf } from "./lib/site-of";
import { noteTime, readStack } from "./lib/stack";
import { hasReceivers, testAlertCheck, testLabels } from "./lib/test-alert-check";
import { trustOwnCa } from "./lib/trust";
import { evaluateRunning } from "./verify";

/** Sends an alert that says it's a test through the running stack, and reports which receivers answered, and how soon. */
export async function run(args: readonly string[]): Promise<void> {
  const { labels: given, others } = labelArgs(args, stackOption);
  const stack = readStack(options(others, stackOption));
  if (!hasReceivers(stack)) {
    throw new UserError(
      `stack ${stack.name} has nobody to tell: sightline:receivers or sightline:alertWebhookUrl was expected`,
    );
  }
  trustOwnCa(stack);
  noteTime(stack);
  const labels = testLabels(stack, given);
  say(
    `Sending a test alert: ${Object.entries(labels)
      .map((pair) => pair.join("="))
      .join(" ")}`,
  );
  const site = siteOf(stack, await evaluateRunning(stack));
  try {
    const { answers, faults, warnings = [] } = await testAlertCheck(stack, site, labels);
    const rows = answers.map(({ receiver, integration, waitSeconds, beyondSeconds, excuse }) => [
      beyondSeconds !== undefined ? "ok" : excuse === undefined ? "FAILED" : "note",
      receiver,
      integration,
      beyondSeconds === undefined
        ? "no answer"
        : `${beyondSeconds.toFixed(1)} s beyond the configured ${waitSeconds} s`,
    ]);
    if (rows.length > 0) print(table(rows));
    for (const warning of warnings) say(`note: ${warning}`);
    if (faults.length > 0) throw new UserError(faults);
  } finally {
    site.end();
  }
}
