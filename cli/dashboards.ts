import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../signals/errors";
import type { DashboardJson, Series } from "../signals/view/types";
import { options, stackOption } from "./lib/args";
import { print, say } from "./lib/console";
import { chosen } from "./lib/dashboards/choice";
import { openData } from "./lib/dashboards/data";
import { drawDocs } from "./lib/dashboards/docs";
import { drawDashboard } from "./lib/dashboards/draw";
import { metricsToRecord, ofAnotherContainer, record, stepFor } from "./lib/dashboards/record";
import { timeOf } from "./lib/dashboards/openmetrics";
import { packed, recordingPath } from "./lib/dashboards/recording";
import { report, requireFolder, writeFindings, writePictures } from "./lib/dashboards/report";
import { rulesIn } from "./lib/dashboards/rule-set";
import { runningData } from "./lib/dashboards/running-data";
import { ensurePictures } from "./lib/dashboards/tools";
import { readStack, type Stack } from "./lib/stack";
import { trustOwnCa } from "./lib/trust";

const known = {
  ...stackOption,
  out: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  theme: { type: "string", default: "both" },
  dashboard: { type: "string", multiple: true },
  var: { type: "string", multiple: true },
  data: { type: "string" },
  recording: { type: "string" },
  record: { type: "boolean", default: false },
  docs: { type: "boolean", default: false },
  "no-install": { type: "boolean", default: false },
} as const;

type Parsed = ReturnType<typeof options<typeof known>>;

/**
 * A picture of each dashboard of a stack, with the running stack's data or with recorded data, and what is wrong with
 * it. With --record, records that data; with --docs, draws the pictures of the documentation.
 */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, known);
  const { out, record: recorded, docs, data } = parsed;
  if ([out !== undefined, recorded, docs].filter(Boolean).length !== 1) {
    throw new UserError("one of --out (the folder for the pictures), --record and --docs was expected");
  }
  if (data !== undefined && data !== "running" && data !== "recorded") {
    throw new UserError(`--data ${data}: running or recorded was expected`);
  }
  if (docs) return drawDocs({ install: !parsed["no-install"] });
  const stack = readStack(parsed);
  trustOwnCa(stack);
  if (recorded) await recordStack(stack, parsed);
  else await draw(stack, parsed, out!, data);
}

async function draw(stack: Stack, parsed: Parsed, out: string, wanted: "running" | "recorded" | undefined) {
  const { dashboards, themes, selected, range } = chosen(dashboardsOf(stack), parsed);
  requireFolder(out);
  const install = !parsed["no-install"];
  const data = await openData(stack, { wanted, path: pathOf(stack, parsed), install });
  try {
    const pictures = await ensurePictures(install);
    try {
      const all = [];
      for (const json of dashboards) {
        const drawn = await drawDashboard(pictures, json, { ...data, range: range(json, data.now), themes, selected });
        writePictures(out, drawn);
        all.push(drawn);
      }
      writeFindings(out, all);
      report(all);
    } finally {
      await pictures.close();
    }
  } finally {
    await data.end();
  }
}

async function recordStack(stack: Stack, parsed: Parsed): Promise<void> {
  const running = await runningData(stack);
  if (typeof running === "string") {
    throw new UserError(`the stack ${stack.name} can't be recorded: ${running}; start it by "npm run up"`);
  }
  const { name, project, workload, settings, signals } = stack;
  const path = pathOf(stack, parsed);
  const step = stepFor(settings.prometheus.scrapeIntervalSeconds);
  const to = Math.floor(Date.now() / 1000 / step) * step;
  const facts = { stack: name, workload: workload.name, step, from: to - 3600, to };
  const rules = rulesIn(signals.ruleFiles.map(({ content }) => content));
  const leaveOut = (metric: Series["metric"]) => settings.target === "docker" && ofAnotherContainer(metric, project);
  try {
    const metrics = metricsToRecord(dashboardsOf(stack), rules, workload);
    const { recording, missing } = await record(facts, metrics, running.ask, leaveOut);
    const bytes = packed(recording);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    for (const metric of missing) say(`note: ${metric} has no samples`);
    const first = recording.lines.reduce((least, line) => Math.min(least, timeOf(line)), to);
    if (first > facts.from) say(`note: the stack has samples of ${Math.round((to - first) / 60)} minutes only`);
    print(
      `${path}: ${recording.lines.length} samples of ${metrics.length - missing.length} metrics, ${bytes.length} bytes`,
    );
  } finally {
    running.end();
  }
}

function pathOf({ workload }: Stack, { recording }: Parsed): string {
  return recording ?? recordingPath(workload.name);
}

function dashboardsOf({ signals }: Stack): DashboardJson[] {
  return signals.dashboards.map(({ content }) => JSON.parse(content) as DashboardJson);
}
