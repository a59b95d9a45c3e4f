import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { secretsPath } from "../../components/platform/platform";
import { keysWithSecrets } from "../../config/secret-places";

/** A resource as the program registered it. */
export interface Registered {
  /** `docker:index/container:Container`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Names of the resources that must be there first, as far as the program says so itself. */
  readonly dependsOn: readonly string[];
}

export interface Evaluation {
  /** In the order of their names. Components are left out: they are nothing by themselves. */
  readonly resources: readonly Registered[];
  /** The stack's outputs. Secret ones are plain here. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface EvaluateOptions {
  readonly stack: string;
  /** Full key to text, as the engine hands it over. */
  readonly config: Readonly<Record<string, string>>;
  /** The value of a generated secret, by its resource's name; of this version, if it says one. */
  readonly secret: (name: string, version?: string) => string;
}

/**
 * Runs the real program in Pulumi's own in-process runtime, without an engine: nothing is touched.
 * The program keeps its state in modules, so this works once in a process.
 */
export async function evaluate({ stack, config, secret }: EvaluateOptions): Promise<Evaluation> {
  const registered: Omit<Registered, "dependsOn">[] = [];
  const dependencies = new Map<string, Promise<string[]>>();
  pulumi.runtime.setAllConfig(
    { ...config },
    keysWithSecrets.map((key) => `sightline:${key}`),
  );
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, custom }) => {
        inputs = plainValue(inputs) as Record<string, unknown>;
        if (custom !== false && !type.startsWith("pulumi:")) registered.push({ type, name, inputs });
        return { id: identity(type, name, inputs), state: { ...inputs, ...computed(type, name, inputs, secret) } };
      },
      call: ({ token }) => {
        throw new Error(`the program calls ${token}, which can't be answered without an engine`);
      },
    },
    "sightline",
    stack,
  );
  const outputs = await withoutSourceMaps(() =>
    pulumi.runtime.runInPulumiStack(async () => {
      pulumi.runtime.registerStackTransformation(({ name, opts }) => {
        dependencies.set(name, dependencyNames(opts as pulumi.CustomResourceOptions));
        return undefined;
      });
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- only now, after the mocks are set
      return require("../../index") as Promise<Record<string, unknown>>;
    }),
  );
  // The last registrations are still under way when the program has been read to its end.
  await pulumi.runtime.disconnect();
  const resources = await Promise.all(
    registered.map(async (resource) => ({ ...resource, dependsOn: (await dependencies.get(resource.name)) ?? [] })),
  );
  resources.sort((a, b) => (a.name + a.type < b.name + b.type ? -1 : 1));
  return { resources, outputs: (await plain(outputs)) as Record<string, unknown> };
}

/** The runtime writes down a stack trace with each of its promises; looking up the lines of sources is an eighth of the time. */
async function withoutSourceMaps<T>(work: () => Promise<T>): Promise<T> {
  process.setSourceMapsEnabled(false);
  try {
    return await work();
  } finally {
    process.setSourceMapsEnabled(true);
  }
}

async function dependencyNames({ dependsOn }: pulumi.CustomResourceOptions): Promise<string[]> {
  const list = [dependsOn ?? []].flat() as pulumi.Resource[];
  const urns = await Promise.all(list.map((resource) => plain(resource.urn) as Promise<string>));
  return urns.map((urn) => urn.slice(urn.lastIndexOf("::") + 2)).sort();
}

function plain(value: unknown): Promise<unknown> {
  return new Promise((resolve) => (pulumi.output(value) as pulumi.Output<unknown>).apply(resolve));
}

/** The runtime marks what is secret; what may be shown is decided by where it stands. */
export function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (value === null || typeof value !== "object") return value;
  if (pulumi.runtime.isRpcSecret(value)) return plainValue(pulumi.runtime.unwrapRpcSecret(value));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
}

/** A real engine makes it up; here it's what a reference to the resource can be translated by. */
function identity(type: string, name: string, inputs: Record<string, unknown>): string {
  const uploads = inputs["uploads"] as { file: string }[] | undefined;
  const shown = uploads?.filter(({ file }) => !file.startsWith(secretsPath));
  if (shown?.length) return createHash("sha256").update(JSON.stringify(shown)).digest("hex").slice(0, 12);
  return type === "docker:index/container:Container" ? String(inputs["name"]) : name;
}

/** The properties that a provider would compute and the program reads. */
function computed(type: string, name: string, inputs: Record<string, unknown>, secret: EvaluateOptions["secret"]) {
  switch (type) {
    case "random:index/randomPassword:RandomPassword":
      return { result: secret(name, (inputs["keepers"] as { version?: string } | undefined)?.version) };
    case "docker:index/remoteImage:RemoteImage":
      return { imageId: inputs["name"] };
    case "docker:index/image:Image":
      return { repoDigest: inputs["imageName"] };
    default:
      return {};
  }
}
