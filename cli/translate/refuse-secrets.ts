import { rawValues } from "../../config/read";
import { placeName, secretPlaces } from "../../config/secret-places";
import { readSecretFile } from "../../config/secret-value";
import { UserError } from "../../signals/errors";
import type { Stack } from "../lib/stack";

export interface GivenSecret {
  /** `sightline:receivers.on-call.slack.0.url`. */
  readonly place: string;
  readonly value: string;
}

/** Anything shorter may well stand somewhere by chance. */
const leastLength = 8;

/** The secrets of a stack's configuration that can be read here. */
export function givenSecrets({ config }: Pick<Stack, "config">): GivenSecret[] {
  return secretPlaces(rawValues(config).values).flatMap(({ path, value, standIn }) => {
    const text = textOf(value);
    return text === undefined || text === standIn || text.length < leastLength
      ? []
      : [{ place: placeName(path), value: text }];
  });
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? value : undefined;
  if (!("file" in value) || typeof value.file !== "string") return undefined;
  const read = readSecretFile(value.file);
  return "value" in read ? read.value : undefined;
}

/** Also as Compose has it, with each `$` twice. */
const bcryptHash = /\$+2[abxy]\$+\d\d\$+[./A-Za-z0-9]{53}/;

/**
 * The last line of defence: a component that puts a secret where it can be read is a defect.
 *
 * @throws UserError of a given one: it may be a word that stands there anyway
 */
export function refuseSecrets(
  files: ReadonlyMap<string, string>,
  generated: readonly string[],
  given: readonly GivenSecret[],
): void {
  const shapes = generated.flatMap(shapesOf);
  const faults: string[] = [];
  for (const [path, content] of files) {
    if (shapes.some((shape) => content.includes(shape)) || bcryptHash.test(content))
      throw new Error(`${path} would hold a secret`);
    for (const { place, value } of given) {
      if (shapesOf(value).some((shape) => content.includes(shape))) {
        faults.push(
          `${path} would hold the value of ${place}: choose another if it's a common word; else please report it`,
        );
      }
    }
  }
  if (faults.length > 0) throw new UserError(faults);
}

/** As it may stand in a file: of several lines, such as a key's, each by itself, since they may be indented. */
function shapesOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= leastLength && !line.startsWith("-----"));
  return [...lines.flatMap((line) => [line, line.replaceAll("$", "$$$$")]), Buffer.from(secret).toString("base64")];
}
