import { z } from "zod";

export type Shape = z.ZodType;

/** What in a value isn't as the shape wants it: `payload.summary: …`. Empty where all is. */
export function shapeFaults(value: unknown, shape: Shape): string[] {
  const { error } = shape.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`);
}

/**
 * A text of at most so many characters, and at least one. An emoji is one. One that just fits and ends with "…" was cut by
 * Alertmanager, which never sends one that is longer: so what it had to say was.
 *
 * @param cut whether that is as it should be
 */
export function text(most: number, least = 1, cut: "may be cut" | "whole" = "whole"): z.ZodString {
  return z.string().check(({ value, issues }) => {
    const length = [...value].length;
    if (cut === "whole" && length === most && value.endsWith("…"))
      issues.push(issue(value, `was cut to ${most} characters by Alertmanager`));
    if (length > most) issues.push(issue(value, `has ${length} characters, and at most ${most} are taken`));
    if (length < least) issues.push(issue(value, "is empty"));
  });
}

/** `http://…` or `https://…`. */
export const link = z.string().regex(/^https?:\/\/[^\s/]+/, "isn't a link");

function issue(input: unknown, message: string) {
  return { code: "custom", input, message } as const;
}
