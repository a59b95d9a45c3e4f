import { stringify } from "yaml";

/**
 * YAML that is the same for the same data: keys sorted, nothing folded, no anchors. A diff of it shows what changed.
 * Quoted where older readers (kubectl, Prometheus) would take a text such as `on` for something else.
 */
export function toYaml(value: unknown): string {
  return stringify(value, {
    sortMapEntries: true,
    aliasDuplicateObjects: false,
    lineWidth: 0,
    compat: "yaml-1.1",
  });
}
