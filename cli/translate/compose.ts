import { relative } from "node:path";
import { filesPath, secretsPath } from "../../components/platform/platform";
import { toYaml } from "../../signals/yaml";
import { composeService, isFiller, labels, type Names } from "./compose-service";
import type { Evaluation, Registered } from "./evaluate";
import type { Rendered } from "./rendered";

/** Stands for the folder of secret files, which is told to Compose by the environment. */
const secretsFolder = "${SIGHTLINE_SECRETS:?the folder of the stack's secret files}";

/**
 * Copies what each service's volumes should hold, and only what differs, each file at once: a program that watches its
 * files sees a whole new one or none. Files that are no longer wanted go.
 */
const copyFiles = `set -eu
for out in /out/files/* /out/secrets/*; do
  in=/in/\${out#/out/}
  [ -d "$in" ] || continue
  (cd "$in" && find . -type f) | while IFS= read -r file; do
    cmp -s "$in/$file" "$out/$file" && continue
    mkdir -p "$out/\${file%/*}"
    cp "$in/$file" "$out/$file.new" && chmod 0444 "$out/$file.new" && mv "$out/$file.new" "$out/$file"
  done
  (cd "$out" && find . -type f) | while IFS= read -r file; do
    [ -f "$in/$file" ] || rm -f "$out/$file"
  done
done
`;

/** Translates the registered resources one to one. A type or property that it doesn't know is an error. */
export function toCompose(project: string, { resources }: Evaluation, outputFolder: string): Rendered {
  const names: Names = {
    project,
    of: (name) => (name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name),
  };
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const builds = new Map(of("docker:index/image:Image").map((image) => [image.inputs["imageName"], image]));
  const containers = of("docker:index/container:Container");
  const fillers = containers.filter(isFiller);
  const files = new Map<string, string>();
  const secretFiles = new Map<string, string>();
  for (const filler of fillers) collectFiles(names, filler, files, secretFiles);
  for (const { type, name } of resources)
    if (!translated.has(type)) throw new Error(`${name}: no translation of ${type}`);

  const services = Object.fromEntries(
    containers
      .filter((container) => !isFiller(container))
      .map((container) => {
        const service = composeService(names, container, fillers);
        const image = builds.get(container.inputs["image"]);
        const build = image && { build: composeBuild(image, outputFolder) };
        return [names.of(container.name), { ...escaped({ ...service, ...build }) }];
      }),
  );
  const compose = {
    name: project,
    services: { ...services, ...(fillers.length > 0 && { files: filesService(names, fillers) }) },
    networks: Object.fromEntries(of("docker:index/network:Network").map(({ inputs }) => ["default", network(inputs)])),
    volumes: Object.fromEntries(of("docker:index/volume:Volume").map(({ inputs }) => volume(names, inputs))),
  };
  files.set("compose.yaml", toYaml(compose));
  return { files, secretFiles };
}

/** Types that come out as something, or as nothing on purpose. */
const translated = new Set([
  "docker:index/container:Container",
  "docker:index/image:Image",
  "docker:index/network:Network",
  "docker:index/volume:Volume",
  // Compose pulls what a service names, and keeps it.
  "docker:index/remoteImage:RemoteImage",
  // Which engine it is, the environment tells Compose.
  "pulumi:providers:docker",
  // Kept in .sightline/<stack>/, for `up` to write into secret files.
  "random:index/randomPassword:RandomPassword",
]);

/** `sightline-dev-redis-files` holds `files/redis`, `sightline-dev-redis-secrets` holds `secrets/redis`. */
function folderOf(names: Names, { name }: Registered): { kind: "files" | "secrets"; role: string } {
  const kind = name.endsWith("-secrets") ? "secrets" : "files";
  return { kind, role: names.of(name).slice(0, -kind.length - 1) };
}

function collectFiles(names: Names, filler: Registered, files: Map<string, string>, secrets: Map<string, string>) {
  const { kind, role } = folderOf(names, filler);
  const path = kind === "secrets" ? secretsPath : filesPath;
  for (const { file, content } of filler.inputs["uploads"] as { file: string; content: string }[]) {
    const below = `${role}/${file.slice(path.length + 1)}`;
    if (kind === "secrets") secrets.set(below, content);
    else files.set(`files/${below}`, content);
  }
}

function filesService(names: Names, fillers: readonly Registered[]) {
  const first = fillers[0] as Registered;
  return {
    container_name: `${names.project}-files`,
    image: first.inputs["image"],
    entrypoint: ["sh", "-c", escaped(copyFiles)],
    command: [],
    labels: labels(first.inputs["labels"]),
    user: "0:0",
    network_mode: "none",
    read_only: true,
    cap_drop: ["ALL"],
    // The folder of secrets belongs to the person who runs `up`.
    cap_add: ["DAC_OVERRIDE"],
    security_opt: ["no-new-privileges:true"],
    mem_limit: "64m",
    restart: "no",
    volumes: [
      { type: "bind", source: "./files", target: "/in/files", read_only: true },
      { type: "bind", source: secretsFolder, target: "/in/secrets", read_only: true },
      ...fillers.map((filler) => {
        const { kind, role } = folderOf(names, filler);
        return { type: "volume", source: names.of(filler.name), target: `/out/${kind}/${role}` };
      }),
    ],
  };
}

function composeBuild({ name, inputs }: Registered, outputFolder: string) {
  const { context, dockerfile, args, platform, ...unknown } = inputs["build"] as Record<string, string>;
  if (Object.keys(unknown).length > 0) throw new Error(`${name}: no translation of build.${Object.keys(unknown)[0]}`);
  return {
    context: relative(outputFolder, context as string) || ".",
    dockerfile: relative(context as string, dockerfile as string),
    args,
    platforms: [platform],
  };
}

function network({ name, driver, labels: list, ...unknown }: Readonly<Record<string, unknown>>) {
  if (Object.keys(unknown).length > 0) throw new Error(`network: no translation of ${Object.keys(unknown)[0]}`);
  return { name, driver, labels: labels(list) };
}

function volume(names: Names, { name, labels: list, ...unknown }: Readonly<Record<string, unknown>>) {
  if (Object.keys(unknown).length > 0) throw new Error(`volume: no translation of ${Object.keys(unknown)[0]}`);
  return [names.of(name as string), { name, labels: labels(list) }];
}

/** Compose replaces `$name` in every string; a value of ours arrives as it is. */
function escaped<T>(value: T): T {
  if (typeof value === "string") return value.replaceAll("$", "$$$$") as T;
  if (Array.isArray(value)) return value.map(escaped) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)])) as T;
}
