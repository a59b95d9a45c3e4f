import { beforeAll, describe, expect, it } from "vitest";
import { alertmanagerFiles } from "../../signals/delivery/alertmanager-files";
import type { Delivery } from "../../signals/delivery/delivery";
import { messageTemplates } from "../../signals/delivery/messages/messages";
import { receiverFaults } from "../../signals/delivery/receivers/faults";
import type { OtherSpec } from "../../signals/delivery/receivers/receivers";
import { amtool, amtoolRuns, type AmtoolResult } from "../lib/amtool";
import { brokenTemplates, soundTemplates } from "../lib/broken-templates";
import { everyDelivery } from "../lib/delivery-samples";
import { messageData, type SomeAlert } from "../lib/message-data";
import { cardBytes, largestCard } from "../lib/delivery/teams";
import { needsAmtool } from "../lib/needs";

const ready = needsAmtool();

/** An alert as the stack's own are. */
function some(i: number, change: Partial<SomeAlert> = {}): SomeAlert {
  return {
    labels: {
      alertname: "ProviderErrors",
      instance: `10.0.0.${i}:8000`,
      priority: "P1",
      provider: "openai",
      severity: "critical",
      stack: "dev",
      team: "ai",
    },
    annotations: {
      summary: `${7.5 + i}% of the calls to openai fail`,
      description: 'Users see "try again later" & wait.',
      value: `${7.5 + i}%`,
      threshold: "> 5%",
      dashboard_url: "https://grafana.example.org/d/ai?viewPanel=12",
      runbook_url: "https://docs.example.org/runbooks/ai.md#providererrors",
    },
    began: 754 + 300 * i,
    generatorURL: "https://prometheus.example.org/graph?g0.expr=rate%28x%5B5m%5D%29&g0.tab=1",
    ...change,
  };
}

const many = (count: number, one: (i: number) => SomeAlert) => Array.from({ length: count }, (_, i) => one(i));
const markup = "<b>&\"+'*_`[x](y)|\n ";

/** All of it is written five times as long as it is. */
const hostile = (i: number): SomeAlert => ({
  ...some(i),
  labels: { ...some(i).labels, alertname: markup.repeat(30), path: `${i}${markup.repeat(40)}`, a: '\\E"(', team: "ai" },
  annotations: {
    ...some(i).annotations,
    summary: `${i} ${markup.repeat(60)}`,
    description: "&".repeat(5000),
    value: "<".repeat(500),
    threshold: ">".repeat(500),
    runbook_url: `docs/runbooks/${"&".repeat(500)}.md`,
    dashboard_url: `https://grafana.example.org/d/${"a|b(c)<d>".repeat(30)}`,
  },
  generatorURL: `https://prometheus.example.org/graph?g0.expr=${"x".repeat(4000)}`,
});

/** All that there is in an alert, of one character. In JSON within JSON a backslash is four, and \u0001 is seven. */
const escaped = (i: number, character: string): SomeAlert => ({
  ...some(i),
  labels: { ...some(i).labels, alertname: character.repeat(500), path: `${i}${character.repeat(500)}` },
  annotations: {
    summary: `${i} ${character.repeat(500)}`,
    description: character.repeat(5000),
    value: character.repeat(500),
    threshold: character.repeat(500),
    runbook_url: `https://docs.example.org/${character.repeat(900)}`,
    dashboard_url: `https://grafana.example.org/d/${character.repeat(900)}`,
  },
});

const sets = {
  one: [some(0)],
  over: [some(0, { ended: 60 })],
  three: many(3, some),
  "three over": many(3, (i) => some(i, { ended: 60 })),
  mixed: many(4, (i) => some(i, i % 2 === 0 ? {} : { ended: 60 })),
  "one left": [some(0), some(1, { ended: 60 })],
  hundred: many(100, (i) =>
    some(i, {
      annotations: {
        ...some(i).annotations,
        summary: `${i} ${"is very wrong ".repeat(40)}`,
        description: "д".repeat(3000),
      },
    }),
  ),
  "hundred hostile": many(100, (i) => ({ ...hostile(i), ...(i % 2 === 0 && { ended: 60 }) })),
  "one hostile": [hostile(0)],
  "one of backslashes": [escaped(0, "\\")],
  "hundred of backslashes": many(100, (i) => escaped(i, "\\")),
  "one in Cyrillic": [escaped(0, "д")],
  "one of control characters": [escaped(0, "\u0001")],
  "hundred of control characters": many(100, (i) => escaped(i, "\u0001")),
  digest: many(12, (i) => some(i, { labels: { ...some(i).labels, alertname: `Alert${i}` } })),
  bare: [{ labels: { alertname: "Bare" } }],
  "bare two": [{ labels: { a: "b\\Q" } }, { labels: { a: "c\\E(" } }],
} satisfies Record<string, readonly SomeAlert[]>;
type SetName = keyof typeof sets;

/** Template, how Alertmanager writes it, and how many characters the receiver takes. */
const shown = {
  title: ["text", 1024],
  "chat.title": ["text", 1024],
  text: ["text", 15_000],
  "slack.text": ["text", 3000],
  "slack.color": ["text", 7],
  "teams.text": ["text", 3000],
  telegram: ["html", 4096],
  html: ["html", 40_000],
  link: ["text", 4000],
  firing: ["text", 10_000],
  resolved: ["text", 10_000],
  from: ["text", 200],
  "pagerduty.severity": ["text", 8],
  "opsgenie.priority": ["text", 2],
  "opsgenie.tags": ["text", 300],
  "url.panel": ["text", 4000],
  "url.runbook": ["text", 4000],
  "url.silence": ["text", 8000],
  "url.source": ["text", 8000],
} as const;
type Shown = keyof typeof shown;

const results = new Map<string, AmtoolResult>();
const rendered = (set: SetName, template: Shown) => results.get(`${set}/${template}`)!.written.replace(/\n$/, "");

beforeAll(() => {
  if (!ready) return;
  const data = Object.fromEntries(Object.entries(sets).map(([name, alerts]) => [`${name}.json`, messageData(alerts)]));
  const cases = Object.keys(sets).flatMap((set) => Object.keys(shown).map((template) => [set, template] as const));
  const runs = cases.map(([set, template]) => [
    ...["template", "render", "--template.glob=*.tmpl", `--template.type=${shown[template as Shown][0]}`],
    ...[`--template.text={{ template "sightline.${template}" . }}`, `--template.data=${set}.json`],
  ]);
  amtoolRuns({ ...messageTemplates, ...data }, runs).forEach((result, i) => results.set(cases[i]!.join("/"), result));
});

describe.each(Object.keys(sets) as SetName[])("a message of %s", (set) => {
  it.each(Object.keys(shown) as Shown[])("has a %s within the receiver's limit", (template) => {
    const { ok, output, written } = results.get(`${set}/${template}`)!;
    expect(ok, output).toBe(true);
    expect(written).not.toMatch(/<no value>|&lt;no value|%!|ZgotmplZ|\{\{/);
    expect([...written.trimEnd()].length).toBeLessThanOrEqual(shown[template][1]);
  });
});

describe("a message", () => {
  it("of one alert says all there is to know", () => {
    expect(rendered("one", "title")).toBe("[P1 dev] 7.5% of the calls to openai fail");
    expect(
      rendered("one", "text")
        .split("\n")
        .map((line) => line.replace(/^Since \d+ \w+ \d\d:\d\d UTC/, "Since T")),
    ).toEqual([
      "Since T, for 12m",
      "P1, critical · team ai · stack dev · ProviderErrors",
      "Value 7.5%, threshold > 5%",
      "instance=10.0.0.0:8000, provider=openai",
      'Users see "try again later" & wait.',
      "Panel: https://grafana.example.org/d/ai?viewPanel=12",
      "Runbook: https://docs.example.org/runbooks/ai.md#providererrors",
      expect.stringMatching(/^Silence: https:\/\/alerts\.example\.org\/#\/silences\/new\?filter=%7Balertname%3D/),
      "Source: https://prometheus.example.org/graph?g0.expr=rate%28x%5B5m%5D%29&g0.tab=1",
    ]);
  });

  it("that is over says for how long it was", () => {
    expect(rendered("over", "title")).toBe("[over dev] 7.5% of the calls to openai fail");
    expect(rendered("over", "text")).toMatch(/^Over since \d+ \w+ \d\d:\d\d UTC, lasted 11m\n/);
    expect(rendered("over", "text")).toContain("\nLast value 7.5%, threshold > 5%\n");
    expect(rendered("over", "url.silence")).toBe("");
    expect(rendered("three over", "title")).toBe("[over dev] 3 × ProviderErrors");
    expect(rendered("three over", "text")).toMatch(/^All 3 are over\n/);
  });

  it("of several has what they share once, and a line for each", () => {
    expect(rendered("three", "title")).toBe("[P1 dev] 3 × ProviderErrors");
    const text = rendered("three", "slack.text");
    expect(text.match(/try again later/g)).toHaveLength(1);
    expect(text).toContain("\n*3 firing*\n• 7.5% of the calls to openai fail (instance=10.0.0.0:8000), 12m\n");
    expect(rendered("mixed", "title")).toBe("[P1 dev] 2 × ProviderErrors, 2 over");
    expect(rendered("one left", "title")).toBe("[P1 dev] 7.5% of the calls to openai fail, 1 over");
    expect(rendered("digest", "title")).toBe("[P1 dev] 12 alerts of team ai");
  });

  it("of very many lists the first, and says how many there are besides", () => {
    expect(rendered("hundred", "slack.text").match(/^• /gm)).toHaveLength(8);
    expect(rendered("hundred", "slack.text")).toMatch(/\n• and 93 more$/);
    expect(rendered("hundred", "text").match(/^- /gm)).toHaveLength(11);
    expect(rendered("hundred", "firing").trimEnd()).toMatch(/\n- and 90 more$/);
  });

  it.each(Object.keys(sets) as SetName[])("of %s has its links where Slack doesn't fold them away", (set) => {
    const text = rendered(set, "slack.text");
    const [before = "", ...links] = text.split(/<(?=https:)/);
    expect(links).not.toEqual([]);
    expect(before.length).toBeLessThan(700);
    expect(before.split("\n").length - 1).toBeLessThan(5);
    expect(text).not.toMatch(/\n\n|\n$/);
  });

  it("offers to silence all that its alerts have in common, as the form reads it", () => {
    const url = new URL(rendered("three", "url.silence"));
    const filter = decodeURIComponent(/filter=(.*)$/.exec(url.hash)![1]!);
    expect(filter).toBe(
      '{alertname="ProviderErrors",priority="P1",provider="openai",severity="critical",stack="dev",team="ai"}',
    );
    // It would silence more than these.
    expect(rendered("digest", "url.silence")).toBe("");
    const odd = decodeURIComponent(/filter=(.*)$/.exec(rendered("one hostile", "url.silence"))![1]!);
    expect(odd).toContain(`alertname=${JSON.stringify(markup.repeat(30))}`);
    expect(odd).toContain(String.raw`a="\\E\"("`);
  });

  it.each(Object.keys(sets) as SetName[])("of %s is a card that Teams shows", (set) => {
    const [title, text] = [rendered(set, "chat.title"), rendered(set, "teams.text")];
    // As Alertmanager 0.33 makes it (notify/msteamsv2).
    const card = {
      $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
      type: "AdaptiveCard",
      version: "1.4",
      body: [
        {
          type: "TextBlock",
          text: title,
          weight: "Bolder",
          size: "Medium",
          wrap: true,
          style: "heading",
          color: "Attention",
        },
        { type: "TextBlock", text, wrap: true },
      ],
      msteams: { width: "full" },
    };
    expect(cardBytes(card)).toBeLessThanOrEqual(largestCard);
  });

  it("can't be broken, nor call everybody, by what stands in an alert", () => {
    for (const set of ["one hostile", "hundred hostile"] as const) {
      expect(rendered(set, "slack.text").replace(/<https:[^<>|\s]+\|[A-Z][a-z]+(?: alerts)?>/g, "")).not.toMatch(
        /[<>]/,
      );
      const telegram = rendered(set, "telegram");
      const tags = telegram.match(/<[^>]*>/g)!;
      expect(tags.filter((tag) => !/^<(?:b|\/b|\/a|a href="https:[^"<> ]+")>$/.test(tag))).toEqual([]);
      expect(tags.filter((tag) => /^<[ab]/.test(tag))).toHaveLength(tags.filter((tag) => tag.startsWith("</")).length);
    }
  });

  it("has a path of this repository as text, not as a link", () => {
    expect(rendered("one hostile", "telegram")).toContain("\nRunbook: docs/runbooks/");
    expect(rendered("one hostile", "url.runbook")).toBe("");
  });

  it("is as urgent as the alert", () => {
    const data = Object.fromEntries(
      ["P0", "P1", "P2", "P3"].map((priority) => [`${priority}.json`, messageData([{ labels: { priority } }])]),
    );
    const others = ["critical", "warning", "info"].map((severity) => [
      `${severity}.json`,
      messageData([{ labels: { severity } }]),
    ]);
    const files = { ...messageTemplates, ...data, ...Object.fromEntries(others) };
    const text = '{{ template "sightline.pagerduty.severity" . }} {{ template "sightline.opsgenie.priority" . }}';
    const names = ["P0", "P1", "P2", "P3", "critical", "warning", "info"];
    const runs = names.map((name) => [
      ...["template", "render", "--template.glob=*.tmpl", `--template.text=${text}`, `--template.data=${name}.json`],
    ]);
    expect(amtoolRuns(files, runs).map(({ written }) => written.trim())).toEqual([
      ...["critical P1", "error P2", "warning P3", "info P4"],
      ...["error P2", "warning P3", "info P4"],
    ]);
  });
});

/** A configuration with its templates and secrets where it looks for them. */
function checked(delivery: Delivery): AmtoolResult {
  const { config, templates } = alertmanagerFiles(delivery, "secrets");
  const files = Object.fromEntries(Object.entries(templates).map(([name, text]) => [`templates/${name}`, text]));
  return amtool({ "alertmanager.yml": config("templates"), ...files }, ["check-config", "alertmanager.yml"]);
}

describe("Alertmanager", () => {
  it("takes every way of being told", () => {
    const { ok, output } = checked(everyDelivery);
    expect(ok, output).toBe(true);
    expect(output).toContain("5 receivers");
  });

  it.each<[OtherSpec["kind"], OtherSpec["settings"], readonly string[]]>([
    ["discord", {}, ["webhook_url_file"]],
    ["incidentio", { url: "https://api.incident.example" }, ["alert_source_token_file"]],
    ["jira", { project: "OPS", issue_type: "Bug", api_url: "https://jira.example" }, []],
    ["mattermost", {}, ["webhook_url_file"]],
    ["msteams", {}, ["webhook_url_file"]],
    ["pushover", {}, ["token_file", "user_key_file"]],
    ["rocketchat", { api_url: "https://chat.example" }, ["token_file", "token_id_file"]],
    ["sns", { topic_arn: "arn:aws:sns:us-east-2:698519295917:x", sigv4: { region: "us-east-2" } }, []],
    ["victorops", { routing_key: "ops" }, ["api_key_file"]],
    ["webex", { room_id: "room" }, ["http_config.authorization.credentials_file"]],
    ["wechat", { corp_id: "corp" }, ["api_secret_file"]],
  ])("takes the other receiver %s", (kind, settings, secrets) => {
    const secretFiles = Object.fromEntries(secrets.map((name) => [name, { value: "https://x.example" }]));
    const delivery = { ...everyDelivery, receivers: { it: { other: [{ kind, settings, secretFiles }] } } };
    expect(receiverFaults(delivery)).toEqual([]);
    const { ok, output } = checked(delivery);
    expect(ok, output).toBe(true);
  });

  it.each(["starttls", "implicit", "none"] as const)("takes a mail server with %s", (tls) => {
    const { ok, output } = checked({ ...everyDelivery, smtp: { ...everyDelivery.smtp!, tls } });
    expect(ok, output).toBe(true);
  });
});

describe("the check of templates says the same as Alertmanager", () => {
  const render = (texts: readonly string[]) =>
    amtoolRuns(
      {
        ...messageTemplates,
        "data.json": messageData([some(0), some(1)]),
        ...Object.fromEntries(texts.map((text, i) => [`case/${i}.tmpl`, text])),
      },
      texts.map((_, i) => [
        ...["template", "render", "--template.glob=sightline.tmpl", `--template.glob=case/${i}.tmpl`],
        ...[`--template.text={{ template "${i}.tmpl" . }}`, "--template.data=data.json"],
      ]),
    );

  it("of those that are broken", () => {
    const texts = brokenTemplates.map(([text]) => text);
    const taken = render(texts).flatMap(({ ok }, i) => (ok ? [texts[i]] : []));
    expect(taken).toEqual([]);
  });

  it("of those that are sound", () => {
    const refused = render(soundTemplates).flatMap(({ ok, output }) => (ok ? [] : [output]));
    expect(refused).toEqual([]);
  });
});
