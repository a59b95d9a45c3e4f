import type { Normalisation } from "../../signals/workload";

/**
 * Ids in `endpoint` become `{id}` and `{uuid}`, as the application's middleware does it already. Here it's a net below
 * that: a route that the middleware doesn't know must not make a series for every account.
 *
 * It saves Prometheus and not the numbers: series that become the same are one, and the others' values are lost. So an
 * endpoint that needs it should be mended in the application.
 */

const hex = (length: number) => `[0-9a-fA-F]{${length}}`;
/** With hyphens, as `uuid4()` writes it, or without, as `uuid4().hex` does. */
const uuid = `(?:${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}|${hex(32)})`;

/** A whole segment of the path, wherever it stands. */
const segment = (pattern: string, name: string): Normalisation => ({
  label: "endpoint",
  regex: `(.*)/${pattern}(/.*)?`,
  replacement: `$1/{${name}}$2`,
});

/**
 * A rule replaces one id, the last that is left, and is applied several times. UUIDs come first: one without hyphens may
 * happen to have digits only.
 */
export const normalise: readonly Normalisation[] = [segment(uuid, "uuid"), segment("[0-9]+", "id")];
