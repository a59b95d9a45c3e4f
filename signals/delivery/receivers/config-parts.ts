import type { Integration, ReceiverSpec } from "./receivers";
import type { Secret, SecretFile } from "../secret";

/** What is found while receivers are written down: their secrets, and where they are reached. */
export class ReceiverParts {
  private readonly files = new Map<string, Secret>();
  private readonly ports = new Map<number, Set<string>>();

  constructor(private readonly secretsPath: string) {}

  /** The path under which Alertmanager finds a secret. */
  file(name: string, secret: Secret): string {
    this.files.set(name, secret);
    return `${this.secretsPath}/${name}`;
  }

  /** Lets it out to the port of an URL. */
  reach(url: string, why: string): void {
    this.reachPort(urlPort(url), why);
  }

  /** The same for an URL that may only be known in the cluster: then it's taken to be `https` on its usual port. */
  reachSecret(secret: Secret, why: string): void {
    if ("value" in secret) this.reach(secret.value, why);
    else this.reachPort(443, why);
  }

  reachPort(port: number, why: string): void {
    this.ports.set(port, (this.ports.get(port) ?? new Set()).add(why));
  }

  get secrets(): readonly SecretFile[] {
    return [...this.files].map(([path, secret]) => ({ path, secret })).sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  get outside(): readonly { readonly port: number; readonly why: string }[] {
    return [...this.ports]
      .sort(([a], [b]) => a - b)
      .map(([port, whys]) => ({ port, why: [...whys].sort().join(", ") }));
  }
}

/** Each way of one kind as Alertmanager's list of it; nothing when there is none. */
export function configs<K extends Integration>(
  spec: ReceiverSpec,
  integration: K,
  config: (way: NonNullable<ReceiverSpec[K]>[number], index: number) => object,
): object[] {
  const ways = (spec[integration] ?? []) as readonly NonNullable<ReceiverSpec[K]>[number][];
  return ways.map((way, index) => ({ ...config(way, index), send_resolved: way.sendResolved ?? true }));
}

/** `lists` without those that are empty. */
export function present(lists: Readonly<Record<string, readonly object[]>>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

/** What isn't an URL is found before (`receivers/faults.ts`); here it's let out to where most are. */
function urlPort(text: string): number {
  if (!URL.canParse(text)) return 443;
  const { port, protocol } = new URL(text);
  if (port !== "") return Number(port);
  return protocol === "http:" ? 80 : 443;
}
