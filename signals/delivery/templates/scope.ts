import type { Token } from "./actions";
import { chainFault, typeOfField, types } from "./fields";

/** One of Alertmanager's types (`types`), where it can be told. */
export type Type = string | undefined;

/** What is known where an action stands. */
export interface Scope {
  readonly dot: Type;
  /** By name, with the dollar sign. */
  readonly variables: ReadonlyMap<string, Type>;
}

/** Of what a pipeline gives: only a field, a variable or the dot by itself is followed. */
export function typeOf(value: readonly Token[], { dot, variables }: Scope): Type {
  const [only, ...others] = value;
  if (only === undefined || others.length > 0) return undefined;
  const [first = "", ...chain] = only.text.split(".").filter((name, i) => i === 0 || name !== "");
  if (only.kind === "field") return chain.reduce<Type>(typeOfField, dot);
  return only.kind === "variable" ? chain.reduce<Type>(typeOfField, variables.get(first)) : undefined;
}

const elements: Readonly<Record<string, string>> = {
  Alerts: "Alert",
  SomeAlerts: "Alert",
  Pairs: "Pair",
  KV: "string",
  list: "string",
};

/** What the dot is within `range`. */
export function elementOf(list: Type): Type {
  return list === undefined ? undefined : elements[list];
}

const called: Readonly<Record<string, string>> = {
  Data: "a message",
  Alert: "an alert",
  Pair: "a pair",
  Time: "a time",
  Duration: "a duration",
  string: "a text",
};

/** What is wrong with the fields of the dot, or of a variable, where its type is known. */
export function typedFault(type: string, chain: readonly string[], { variables }: Scope): string | undefined {
  const [first] = chain;
  const fault = chainFault(type, called[type] ?? "what stands here", chain);
  if (first === undefined || fault === undefined || typeOfField(type, first) !== undefined) return fault;
  const wrong = fault.replace(/;.*$/, "");
  if (type === "Data") {
    if (types["Data"]![`Common${first}`] !== undefined) return `${wrong}; did you mean ".Common${first}"?`;
    return types["Alert"]![first] === undefined ? fault : `${wrong}; range over .Alerts`;
  }
  // Wherever it is, the message itself is at hand.
  const inMessage = variables.get("$") === "Data" && types["Data"]![first] !== undefined;
  return inMessage ? `${wrong}; did you mean "$.${first}"?` : fault;
}
