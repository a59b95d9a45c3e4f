import { parse } from "yaml";
import { filesPath, secretsPath } from "../../../components/platform/platform";
import { recordedStack, type RecordedStacks } from "../recorded-services";
import { sameRole, type RuleGroupContent, type Scrape, type Side } from "./sides";

interface Container {
  readonly name: string;
  readonly start?: boolean;
  readonly user?: string;
  readonly memory?: number;
  readonly cpus?: string;
  readonly command?: readonly string[];
  readonly ports?: readonly { readonly internal: number; readonly external: number; readonly protocol: string }[];
  readonly uploads?: readonly { readonly file: string; readonly content: string }[];
}

interface Config {
  readonly global: Readonly<Record<string, unknown>>;
  readonly alerting: { readonly alertmanagers: readonly { readonly static_configs: readonly StaticConfig[] }[] };
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly metrics_path: string;
    readonly static_configs: readonly StaticConfig[];
  }[];
}

interface StaticConfig {
  readonly targets: readonly string[];
}

/** What the Docker platform made of the stack. */
export function dockerSide({ docker }: Pick<RecordedStacks, "docker">): Side {
  const ofType = (type: string) => docker.filter((one) => one.type === `docker:index/${type}`).map((one) => one.inputs);
  const all = ofType("container:Container") as unknown as Container[];
  const running = all.filter(({ start }) => start !== false);
  const fillers = all.filter(({ start }) => start === false);
  const uploads = fillers.flatMap(({ name, uploads = [] }) => uploads.map((one) => ({ role: roleOf(name), ...one })));
  const files = new Map(uploads.map(({ file, content }) => [file.slice(filesPath.length + 1), content]));
  const below = (folder: string) =>
    [...files].filter(([path]) => path.startsWith(folder)).map(([, content]) => content);
  const config = parse(files.get("prometheus.yml") as string) as Config;
  const arguments_ = running.find(({ name }) => roleOf(name) === "prometheus")?.command ?? [];
  const groups = below("rules/").flatMap((text) => (parse(text) as { groups: RuleGroupContent[] }).groups);
  const volumes = ofType("volume:Volume") as unknown as { name: string; labels: { label: string }[] }[];
  const data = volumes.filter(({ labels }) => labels.some(({ label }) => label === "sightline.data"));
  return {
    services: new Map(running.map(({ name }) => [sameRole(roleOf(name)), `container \`${roleOf(name)}\``])),
    limits: new Map(
      running.map(({ name, user, memory, cpus }) => [
        sameRole(roleOf(name)),
        `${user}, ${memory} MiB, ${Number(cpus)} CPU`,
      ]),
    ),
    secrets: secretsOf(uploads),
    data: new Map(data.map(({ name }) => [roleOf(name).replace(/-data$/, ""), "volume"])),
    published: new Map(
      running.flatMap(({ name, ports = [] }) =>
        ports.map(({ external, protocol }) => [`${roleOf(name)}/${protocol}`, String(external)]),
      ),
    ),
    jobs: new Map(config.scrape_configs.map((job): [string, Scrape] => [job.job_name, scrapeOf(job)])),
    settings: settingsOf(config, arguments_),
    rules: new Map(groups.map((group) => [group.name, group])),
    dashboards: new Map(below("dashboards/").map((text) => [(JSON.parse(text) as { uid: string }).uid, text])),
  };
}

function roleOf(name: string): string {
  return name.slice(recordedStack.length + 1);
}

function secretsOf(uploads: readonly { readonly role: string; readonly file: string }[]): Map<string, string> {
  const byRole = new Map<string, string[]>();
  for (const { role, file } of uploads.filter(({ file }) => file.startsWith(secretsPath))) {
    const owner = sameRole(role.replace(/-secrets$/, ""));
    byRole.set(owner, [...(byRole.get(owner) ?? []), file.slice(secretsPath.length + 1)]);
  }
  return new Map([...byRole].map(([role, names]) => [role, names.sort().join(", ")]));
}

function scrapeOf({ metrics_path: path, static_configs }: Config["scrape_configs"][number]): Scrape {
  return {
    path,
    targets: static_configs.flatMap(({ targets }) => targets.map((target) => `\`${target}\``)).join(", "),
  };
}

function settingsOf({ global, alerting }: Config, args: readonly string[]): Map<string, string> {
  const flag = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split("=")[1] ?? "";
  const hosts = alerting.alertmanagers.flatMap(({ static_configs }) =>
    static_configs.flatMap(({ targets }) => targets),
  );
  return new Map([
    ["scrape interval", String(global["scrape_interval"])],
    ["scrape timeout", String(global["scrape_timeout"])],
    ["evaluation interval", String(global["evaluation_interval"])],
    [
      "external labels",
      Object.keys(global["external_labels"] as object)
        .sort()
        .join(", "),
    ],
    ["samples of a scrape", String(global["sample_limit"])],
    ["classic histograms too", String(global["always_scrape_classic_histograms"])],
    ["native histograms", String(flag("enable-feature").includes("native-histograms"))],
    ["kept for", flag("storage.tsdb.retention.time")],
    ["kept up to", flag("storage.tsdb.retention.size")],
    ["alerts go to", hosts.map((host) => host.replace(/:\d+$/, "")).join(", ")],
  ]);
}
