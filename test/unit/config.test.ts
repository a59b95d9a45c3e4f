import { describe, expect, it } from "vitest";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { UserError } from "../../signals/errors";

/** As Pulumi hands configuration over: full key to text. */
function raw(settings: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`sightline:${key}`, text(value)]));
}

/** Every fault that reading some settings finds, of the rules that they change too. */
function faults(settings: Readonly<Record<string, unknown>>, stack = "dev"): readonly string[] {
  try {
    const { settings: read, workload } = readSettings(stack, raw(settings));
    stackSignals(read, workload);
  } catch (error) {
    if (error instanceof UserError) return error.faults;
    throw error;
  }
  return [];
}

describe("a stack's configuration", () => {
  it("needs nothing: everything has a default", () => {
    expect(faults({})).toEqual([]);
    const { settings } = readSettings("dev", {});
    expect(settings).toMatchObject({ target: "docker", bindAddress: "127.0.0.1", ports: { app: 8000 } });
  });

  it("takes empty for not set, and other projects' keys for theirs", () => {
    expect(readSettings("dev", { "sightline:dockerHost": "", "aws:region": "x" }).settings.dockerHost).toBeUndefined();
  });

  it("keeps a string that looks like a number", () => {
    expect(readSettings("dev", { "sightline:postgresPassword": "0123" }).settings.postgresPassword).toBe("0123");
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["a misspelt key", { postgress: {} }, /sightline:postgress isn't known.*"postgres"/],
    [
      "a misspelt key within another",
      { app: { healthPaht: "/" } },
      /sightline:app\.healthPaht isn't known.*"healthPath"/,
    ],
    ["a misspelt part of an alert", { alerts: { TargetDown: { treshold: 1 } } }, /treshold isn't known.*"threshold"/],
    ["an unknown workload", { workload: "pharmacy-care-pla" }, /"pharmacy-care-pla".*"pharmacy-care-plan"/],
    ["an unknown alert", { alerts: { LlmApiErorsHigh: { threshold: 1 } } }, /LlmApiErorsHigh.*LlmApiErrorsHigh/],
    ["a word where a number belongs", { ports: { app: "http" } }, /sightline:ports\.app: .*number/],
    ["a fraction where an integer belongs", { workers: { replicas: 1.5 } }, /sightline:workers\.replicas: .*int/],
    ["a port that there isn't", { ports: { app: 65536 } }, /sightline:ports\.app: .*65535/],
    ["a negative number", { workers: { replicas: -1 } }, /sightline:workers\.replicas: .*0/],
    ["a list where an object belongs", { app: [1] }, /sightline:app: .*object/],
    ["another word than those that there are", { target: "podman" }, /sightline:target: .*docker/],
    ["no duration", { alerts: { TargetDown: { for: "soon" } } }, /sightline:alerts\.TargetDown\.for: .*duration/],
    ["no severity", { alerts: { TargetDown: { severity: "bad" } } }, /severity: .*critical/],
    ["an expression for a threshold", { alerts: { TargetDown: { threshold: "1) or (1" } } }, /threshold: .*number/],
    ["an option for an image", { app: { image: "--privileged" } }, /sightline:app\.image: .*image reference/],
    ["quotes in a path", { app: { healthPath: '/"\n' } }, /sightline:app\.healthPath: /],
    ["a variable's name with =", { app: { environment: { "A=B": "x" } } }, /sightline:app\.environment.*A=B/],
    ["a variable that is a number", { app: { environment: { A: 1 } } }, /sightline:app\.environment\.A: .*string/],
    ["a database's name with a space", { postgres: { database: "a b" } }, /sightline:postgres\.database: /],
    ["a host that is an option", { postgres: { mode: "external", host: "-x" } }, /sightline:postgres\.host: /],
    ["a webhook that is a file", { alertWebhookUrl: "file:///etc/passwd" }, /sightline:alertWebhookUrl: /],
    ["a runbook URL with a template", { runbookUrl: "http://x/{{ .x }}" }, /sightline:runbookUrl: /],
    ["an engine by no scheme", { dockerHost: "server:2375" }, /sightline:dockerHost: /],
    ["an image and a build", { app: { image: "a", build: { context: "." } } }, /has an image \(a\) and a build/],
    ["an own app whose workers have no command", { app: { image: "a" } }, /workers\.command .*was expected/],
    [
      "an external database without a host",
      { postgres: { mode: "external" } },
      /so sightline:postgres\.host|postgres\.host/,
    ],
    ["an external database without a password", { postgres: { mode: "external", host: "h" } }, /postgresPassword/],
    ["a host of one that isn't external", { redis: { host: "h" } }, /redis\.host is "h", but redis\.mode is "run"/],
    [
      "days of retention, which is a duration now",
      { prometheus: { retentionDays: 30 } },
      /^configuration key sightline:prometheus\.retentionDays isn't known; did you mean "retention"\?$/,
    ],
    [
      "a retention that Prometheus can't have",
      { prometheus: { retention: "2 weeks" } },
      /^sightline:prometheus\.retention: a duration of 2h or more, such as 15d or 200h$/,
    ],
    [
      "a retention under a block's",
      { prometheus: { retention: "90m" } },
      /prometheus\.retention: a duration of 2h or more/,
    ],
    [
      "an interval of a job that there isn't",
      { prometheus: { jobIntervals: { "app-busines": 60 } } },
      /^sightline:prometheus\.jobIntervals\.app-busines: there is no such job; did you mean "app-business"\?$/,
    ],
    ["an interval that is none", { prometheus: { jobIntervals: { app: 0 } } }, /prometheus\.jobIntervals\.app: .*>=1/],
    ["a budget of nothing", { llm: { dailyBudgetUsd: 0 } }, /sightline:llm\.dailyBudgetUsd: .*>0/],
    ["a price without its half", { llm: { prices: { m: { inputUsd: 1 } } } }, /sightline:llm\.prices\.m\.outputUsd: /],
    [
      "a rule file that isn't there",
      { ruleFiles: [{ path: "examples/own-signals/probe.rules.yaml" }] },
      /^sightline:ruleFiles: examples\/own-signals\/probe\.rules\.yaml isn't there; did you mean "probes\.rules\.yaml"\?$/,
    ],
    [
      "a file that is there twice",
      { dashboardFiles: [{ path: "examples/own-signals/probes.json" }, { path: "examples/own-signals/probes.json" }] },
      /^sightline:dashboardFiles: examples\/own-signals\/probes\.json is there twice$/m,
    ],
    [
      "a file's key that there isn't",
      { ruleFiles: [{ path: "a", alowUndeclared: true }] },
      /alowUndeclared isn't known.*"allowUndeclared"/,
    ],
    [
      "an allowance that is a word",
      { ruleFiles: [{ path: "a", allowUndeclared: "all" }] },
      /true, false or a list of metrics/,
    ],
    ["two services on one port", { ports: { app: 9091 } }, /ports\.app and ports\.prometheus are both 9091/],
  ])("refuses %s", (_, settings, expected) => {
    expect(faults(settings).join("\n")).toMatch(expected);
  });

  it("tells all faults at once", () => {
    const all = faults(
      { ports: { app: "x", grafan: 1 }, workload: "nothing", prot: 1, redis: { mode: "maybe" } },
      "A_B",
    );
    expect(all).toHaveLength(6);
    expect(all.join("\n")).toMatch(/stack name "A_B"/);
  });

  it("lets StatsD have the number of another port: it's UDP", () => {
    expect(faults({ ports: { app: 9125 } })).toEqual([]);
  });
});
