import type { Workload } from "../signals/workload";
import { faultsOf } from "./issues";
import { schema } from "./schema";
import { keysWithSecrets } from "./secret-places";

/** Settings as they are read from a stack file, or as a workload has them: before the schema checks them. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** What no application can know of the stacks that it runs in. Pulumi itself gives single values a default. */
const theStacks = "is the stack's to say, not the workload's";

/** What is wrong with the defaults of a workload; they are then left out, so that nothing is told twice. */
export function defaultsFaults({ name, defaults = {} }: Pick<Workload, "name" | "defaults">): string[] {
  const where = `workload "${name}": defaults`;
  const single = Object.entries(defaults).filter(
    ([key, value]) => key in schema.shape && (!isMap(value) || keysWithSecrets.includes(key)),
  );
  if (single.length > 0) return single.map(([key]) => `${where}.${key} ${theStacks}`);
  const { error } = schema.safeParse(defaults);
  return error === undefined ? [] : faultsOf(error, (path) => [where, ...path].join("."));
}

/** `over` on top of `under`, key by key; a list is one value. */
export function merged(under: RawSettings, over: RawSettings): Record<string, unknown> {
  const both = Object.entries(over).map(([key, value]) => {
    const below = under[key];
    return [key, isMap(below) && isMap(value) ? merged(below, value) : value] as const;
  });
  return { ...under, ...Object.fromEntries(both) };
}

function isMap(value: unknown): value is RawSettings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
