import { recordedStack, type RecordedResource } from "../recorded-services";

/** Objects of a cluster, of whichever kind. */
export interface RecordedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind has another shape
  readonly [key: string]: any;
}

export function objectsOf(resources: readonly RecordedResource[], ...kinds: readonly string[]): RecordedObject[] {
  const all = resources.map(({ inputs }) => inputs as unknown as RecordedObject);
  return all.filter(({ kind }) => kinds.includes(kind)).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** A name as it is in any stack. */
export function inAnyStack(name: string): string {
  return name.replace(`sightline-${recordedStack}`, "sightline-<stack>");
}
