import { stringify } from "yaml";

/**
 * YAML that is the same for the same data: keys sorted, nothing folded, no anchors. A diff of it shows what changed.
 * What reads it may know YAML 1.1 only, where a plain `Off` is false and a plain `1:30` a number; so these are quoted.
 */
export function toYaml(value: unknown): string {
  return stringify(value, { sortMapEntries: true, aliasDuplicateObjects: false, lineWidth: 0, compat: "yaml-1.1" });
}
