import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alertmanagerReplicas, stackDelivery } from "../../config/delivery";
import { readSettings } from "../../config/read";
import { stackSignals } from "../../config/signals";
import { defaultLevels } from "../../signals/delivery/routes/routing";
import { settingsFaults, settingsOf } from "../lib/settings";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "sightline-delivery-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const url = "https://hooks.example/s3cret";
const receiver = (ways: Readonly<Record<string, unknown>>) => ({ receivers: { "on-call": ways } });
const slack = (given: unknown) => receiver({ slack: [{ url: given }] });
const telegram = (changes: object) =>
  receiver({ telegram: [{ botToken: "4711:AA-s3cret", chatId: -1001234, ...changes }] });
const mail = { host: "mail.example", from: "alerts@shop.example" };
const hours = (changes: object, times: object = { from: "09:00" }) => ({
  timeIntervals: { hours: { timeZone: "UTC", times: [times], ...changes } },
});

describe("how alerts are delivered", () => {
  it("is to nobody, when nothing is said", () => {
    expect(stackDelivery(settingsOf({}))).toEqual({
      receivers: {},
      routing: { receivers: [], routes: [], levels: defaultLevels, timeIntervals: {} },
      templates: {},
    });
  });

  it("is to the only receiver there is, or to those that are named", () => {
    const two = { a: { slack: [{ url }] }, b: { slack: [{ url }] } };
    expect(stackDelivery(settingsOf(slack(url))).routing.receivers).toEqual(["on-call"]);
    expect(stackDelivery(settingsOf({ receivers: two })).routing.receivers).toEqual([]);
    expect(stackDelivery(settingsOf({ receivers: two, defaultReceivers: ["b"] })).routing.receivers).toEqual(["b"]);
    // As Pulumi hands over what a stack file doesn't have.
    const unset = { ...slack(url), defaultReceivers: [], routes: [] };
    expect(stackDelivery(settingsOf(unset)).routing.receivers).toEqual(["on-call"]);
  });

  it("takes one value for a list", () => {
    const routes = [
      {
        match: { severity: "critical", labels: { workload: "shop" } },
        receivers: "on-call",
        mutedIn: "hours",
        routes: [{ match: { team: ["ai", "platform"] } }],
      },
    ];
    expect(stackDelivery(settingsOf({ ...slack(url), ...hours({}), routes })).routing.routes).toEqual([
      {
        match: { severity: ["critical"], labels: { workload: ["shop"] } },
        receivers: ["on-call"],
        mutedIn: ["hours"],
        routes: [{ match: { team: ["ai", "platform"] } }],
      },
    ]);
  });

  it("changes of a level what is said, and nothing else", () => {
    const { levels } = stackDelivery(settingsOf({ levels: { P3: { repeatInterval: "48h" } } })).routing;
    expect(levels).toEqual({ ...defaultLevels, P3: { ...defaultLevels.P3, repeatInterval: "48h" } });
  });

  it("reads a secret from a file, without the line break at its end, and templates", () => {
    const settings = { ...slack({ file: file("url", `${url}\n`) }), messageTemplates: [file("shop.tmpl", "{{ . }}")] };
    const { receivers, templates } = stackDelivery(settingsOf(settings));
    expect(receivers).toEqual({ "on-call": { slack: [{ url: { value: url } }] } });
    expect(templates).toEqual({ "shop.tmpl": "{{ . }}" });
  });

  it("leaves a secret of the cluster to the cluster", () => {
    const given = { kubernetesSecret: { name: "chat", key: "slack.url" } };
    const { receivers } = stackDelivery(settingsOf({ ...slack(given), target: "kubernetes" }));
    expect(receivers["on-call"]?.slack).toEqual([{ url: given }]);
  });

  it("takes the empty maps that Pulumi.yaml fills in for none", () => {
    const { smtp, heartbeat } = settingsOf({ smtp: {}, heartbeat: {} });
    expect([smtp, heartbeat]).toEqual([undefined, undefined]);
  });
});

describe("the number of Alertmanagers", () => {
  const replicas = (settings: Readonly<Record<string, unknown>>) => alertmanagerReplicas(settingsOf(settings));

  it("is what is said, else one, and three in a cluster of size ha", () => {
    expect(replicas({})).toBe(1);
    expect(replicas({ target: "kubernetes" })).toBe(1);
    expect(replicas({ target: "kubernetes", kubernetes: { size: "ha" } })).toBe(3);
    expect(replicas({ target: "kubernetes", kubernetes: { size: "ha" }, alertmanager: { replicas: 2 } })).toBe(2);
    expect(replicas({ alertmanager: { replicas: 3 } })).toBe(3);
  });

  it("takes as many ports of the machine, which nobody else may have", () => {
    const ports = { alertmanager: 9089 };
    expect(settingsFaults({ ports, alertmanager: { replicas: 2 } })).toEqual([]);
    expect(settingsFaults({ ports, alertmanager: { replicas: 3 } })).toEqual([
      "sightline:ports.prometheus and the port of Alertmanager 3 (after ports.alertmanager) are both 9091",
    ]);
    expect(settingsFaults({ ports: { alertmanager: 65535 }, alertmanager: { replicas: 2 } }).join()).toMatch(
      /the port of Alertmanager 2 .* is 65536; 65535 at most/,
    );
    expect(settingsFaults({ target: "kubernetes", ports, alertmanager: { replicas: 3 } })).toEqual([]);
  });
});

describe("what is wrong with the delivery", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      "a receiver without its secret",
      receiver({ slack: [{}] }),
      /^sightline:receivers\.on-call\.slack\.0\.url: its sec/,
    ],
    ["an empty secret", receiver({ opsgenie: [{ apiKey: "" }] }), /opsgenie\.0\.apiKey: a secret of one line/],
    ["a secret that is a number", slack(5), /slack\.0\.url: its secret was expected: a string/],
    ["a URL that isn't one", slack("hooks.example"), /slack\.0\.url: an http:\/\/ or https:\/\/ URL/],
    ["a URL of a file", slack("file:///etc/passwd"), /slack\.0\.url: an http:\/\/ or https:\/\/ URL/],
    [
      "a secret's file that isn't there",
      slack({ file: "pakage.json" }),
      /url: the file pakage\.json isn't.*"package\.j/,
    ],
    ["a secret's file that is a folder", slack({ file: "docs" }), /url: the file docs is a folder/],
    ["a misspelt file", slack({ fil: "x" }), /slack\.0\.url: its secret was expected: .*\{file: path\}/],
    [
      "a secret of a cluster, on Docker",
      slack({ kubernetesSecret: { name: "a", key: "b" } }),
      /^sightline:receivers\.on-call\.slack\.0\.url is a kubernetesSecret, but target is "docker"/m,
    ],
    ["a receiver without a way", receiver({}), /^sightline:receivers\.on-call: a way to tell it was expected/],
    ["an unknown way", receiver({ slak: [] }), /receivers\.on-call\.slak isn't known.*"slack"/],
    ["an unknown setting of a way", receiver({ slack: [{ url, chanel: "#x" }] }), /chanel isn't known.*"channel"/],
    ["one way without a list", receiver({ slack: { url } }), /receivers\.on-call\.slack: .*array/],
    [
      "a receiver with a dot in its name",
      { receivers: { "a.b": { slack: [{ url }] } } },
      /receivers\.a\.b: the name of/,
    ],
    ["a chat that is a name", telegram({ chatId: "@team" }), /telegram\.0\.chatId: the id of a chat was expected/],
    ["a chat that is a fraction", telegram({ chatId: 1.5 }), /telegram\.0\.chatId: the id of a chat was expected/],
    ["a chat that is text", telegram({ chatId: "-1001234" }), /telegram\.0\.chatId: the id of a chat/],
    ["no chat", telegram({ chatId: undefined }), /telegram\.0\.chatId: the id of a chat was expected/],
    ["a token that is none", telegram({ botToken: "AA-s3cret" }), /telegram\.0\.botToken: the token of a bot/],
    ["a key that is too short", receiver({ pagerduty: [{ routingKey: "s3cret" }] }), /routingKey: an integration key/],
    ["an address that is none", receiver({ email: [{ to: "team" }] }), /email\.0\.to: an address such as/],
    [
      "two ways to log in",
      receiver({ webhook: [{ url, bearer: "a", basicAuth: { username: "a", password: "b" } }] }),
      /webhook\.0: it has basicAuth and bearer; one was expected/,
    ],
    [
      "a header that is two",
      receiver({ webhook: [{ url, secretHeaders: { "X-Token": "a\r\nX: b" } }] }),
      /webhook\.0\.secretHeaders\.X-Token: a secret of one line/,
    ],
    ["a user without a password", { smtp: { ...mail, username: "a" } }, /^sightline:smtp: it has one of username and/],
    ["a password in a file that is empty", { smtp: { ...mail, password: { file: "/dev/null" } } }, /smtp/],
    ["a server without a sender", { smtp: { host: "mail.example" } }, /sightline:smtp\.from: /],
    ["a heartbeat to nowhere", { heartbeat: { intervalSeconds: 30 } }, /^sightline:heartbeat\.url: its secret/],
    ["a heartbeat that is too fast", { heartbeat: { url, intervalSeconds: 1 } }, /heartbeat\.intervalSeconds: .*10/],
    ["no severity", { routes: [{ match: { severity: "" } }] }, /routes\.0\.match\.severity\.0: /],
    [
      "a misspelt part of an inner route",
      { routes: [{ routes: [{ recievers: "a" }] }] },
      /routes\.0\.routes\.0\.recievers isn't known.*"receivers"/,
    ],
    ["no such level", { levels: { P4: {} } }, /^configuration key sightline:levels\.P4 isn't known.*"P/],
    ["a wait that is none", { levels: { P0: { groupWait: "soon" } } }, /levels\.P0\.groupWait: a Prometheus duration/],
    ["times without a zone", hours({ timeZone: undefined }), /^sightline:timeIntervals\.hours\.timeZone: a time zone/],
    ["times with an empty zone", hours({ timeZone: "" }), /timeIntervals\.hours\.timeZone: a time zone/],
    ["a time that is none", hours({}, { from: "9" }), /times\.0\.from: a time of the day/],
    ["a day that is none", hours({}, { weekdays: "mon-fri" }), /times\.0\.weekdays\.0: a weekday/],
    ["no times at all", hours({}, {}), /timeIntervals\.hours\.times\.0: at least one of from, to, /],
    ["no number of Alertmanagers", { alertmanager: { replicas: 0 } }, /alertmanager\.replicas: .*1/],
    [
      "templates that aren't there",
      { messageTemplates: ["examples/messages/shp.tmpl"] },
      /messageTemplates: .*"shop\.t/,
    ],
    [
      "templates of another kind",
      { messageTemplates: ["README.md"] },
      /messageTemplates\.0: the path of a \.tmpl file/,
    ],
    [
      "templates of one name",
      { messageTemplates: ["examples/messages/shop.tmpl", "examples/messages/../messages/shop.tmpl"] },
      /^sightline:messageTemplates: two files are named shop\.tmpl/,
    ],
  ])("is told: %s", (_, settings, expected) => {
    const text = settingsFaults(settings).join("\n");
    expect(text).toMatch(expected);
    expect(text).not.toContain("s3cret");
  });

  it("is told of a secret's file that is empty", () => {
    expect(settingsFaults(slack({ file: file("empty", "\n") })).join()).toMatch(/url: the file .*empty is empty/);
  });

  it("is told of templates whose names can't be a secret's key", () => {
    const path = file("my file.tmpl", "x");
    expect(settingsFaults({ messageTemplates: [path] })).toEqual([
      `sightline:messageTemplates: ${path}: a name of letters, digits, ".", "_" and "-" was expected, such as my-file.tmpl`,
    ]);
  });

  it("is told of templates that would replace Sightline's file", () => {
    const faulty = { messageTemplates: [file("sightline.tmpl", "x")] };
    expect(settingsFaults(faulty)).toEqual([
      "sightline:messageTemplates: sightline.tmpl is Sightline's own; another name was expected",
    ]);
  });

  it("is told before anything is made of it, when the alerts are known", () => {
    const { settings, workload } = readSettings("dev", {
      "sightline:receivers": JSON.stringify({ "on-call": { slack: [{ url }] } }),
      "sightline:routes": JSON.stringify([{ match: { severity: "critical" }, receivers: "oncall" }]),
    });
    expect(() => stackSignals(settings, workload)).toThrow(/sightline:routes\.0.*oncall.*"on-call"/s);
  });

  const routedBy = (match: object, ruleFiles: readonly object[] = []) => {
    const { settings, workload } = readSettings("dev", {
      "sightline:receivers": JSON.stringify({ "on-call": { slack: [{ url }] } }),
      "sightline:routes": JSON.stringify([{ match, receivers: "on-call" }]),
      "sightline:ruleFiles": JSON.stringify(ruleFiles),
    });
    return () => stackSignals(settings, workload).notes;
  };

  it("is told of a severity and a team that no alert has, with the nearest", () => {
    expect(routedBy({ severity: "critcal", team: ["ai", "platfrom"] })).toThrow(
      /routes\.0\.match\.severity: there is no severity "critcal"; did you mean "critical"\?.*routes\.0\.match\.team: there is no team "platfrom"; did you mean "platform"\?/s,
    );
  });

  it("takes a severity and a team of one's own, where an alert has them, and notes what is told late", () => {
    const rule = { alert: "PaymentsStuck", expr: "up == 0", labels: { severity: "page", team: "payments" } };
    const path = file("own.yml", JSON.stringify({ groups: [{ name: "own", rules: [rule] }] }));
    const routed = routedBy({ severity: "page", team: "payments" }, [{ path }]);
    expect(routed()).toEqual([
      expect.stringContaining('has the severity "page", which is none of critical, warning, info'),
    ]);
    expect(routedBy({ team: "paymnts" }, [{ path }])).toThrow(/no team "paymnts"; did you mean "payments"\?/);
  });

  it("is told at once", () => {
    const settings = {
      receivers: { a: { slack: [{}, { url: "x" }] }, b: { telegram: [{ chatId: "x" }] } },
      levels: { P9: {} },
    };
    expect(settingsFaults(settings)).toHaveLength(5);
  });
});
