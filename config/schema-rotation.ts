import { z } from "zod";
import { rotated } from "../components/rotated";
import { didYouMean } from "../signals/nearest";
import { givenSecret } from "./secret-value";

/** Passwords that change while the stack runs. */

const names = Object.keys(rotated);

/** Why what else is generated isn't made anew by a number. */
const refused: Readonly<Record<string, string>> = {
  postgres:
    "the database keeps the password that it was made with, and nobody could log in any more. Change it there (ALTER ROLE), then give it as sightline:postgresPassword",
  redis:
    "who is connected would be locked out at different times. Give the new one as sightline:redisPassword, and expect a short interruption",
  grafanaKey: "Grafana couldn't read any more what it has encrypted with it",
};

export const rotate = z
  .record(z.string(), z.int("a whole number").min(1, "1 or more"))
  .superRefine((versions, context) => {
    for (const name of Object.keys(versions).filter((name) => !names.includes(name))) {
      const why = refused[name];
      const message =
        why === undefined
          ? `no generated password has this name, ${names.join(" or ")} was expected${didYouMean(name, names)}`
          : `it can't be changed by a number: ${why}`;
      context.addIssue({ code: "custom", path: [name], message });
    }
  })
  .default({})
  .describe(
    "Which of a generated password it is: with another number a new one is made, and the old one refused: `{grafanaAdmin: 2}`. One of `grafanaAdmin` and `web`. Default: the first.",
  );

/** Grafana reads `$` and `%` in its settings as the beginning of a variable's name. */
const loginPassword = z
  .string()
  .regex(
    /^[!-#&-~]([ -#&-~]*[!-#&-~])?$/,
    "letters, digits and ASCII signs except $ and %, without a space at the ends",
  )
  .min(8, "at least 8 characters")
  .max(128, "at most 128 characters");

export const grafanaAdminPassword = givenSecret(loginPassword)
  .optional()
  .describe("Secret. Of the user `admin` in Grafana, or in what stands in for it; else generated.");

/** A password that somebody has chosen isn't made anew. */
export function rotationFaults(settings: {
  readonly rotate: Readonly<Record<string, number>>;
  readonly grafanaAdminPassword?: string;
  readonly webPassword?: string;
}): string[] {
  const own = { grafanaAdmin: "grafanaAdminPassword", web: "webPassword" } as const;
  return Object.entries(own).flatMap(([name, key]) => {
    const version = settings.rotate[name];
    if (version === undefined || settings[key] === undefined) return [];
    return [
      `sightline:rotate.${name} is ${version}, but ${key} is given: another ${key} was expected, or rotate without ${name}`,
    ];
  });
}
