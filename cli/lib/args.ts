import { parseArgs, type ParseArgsConfig } from "node:util";
import { UserError } from "../../signals/errors";
import { didYouMean } from "../../signals/nearest";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** `--stack`, which every command takes, and the file with its configuration: `Pulumi.<stack>.yaml` by default. */
export const stackOption = {
  stack: { type: "string", default: "dev" },
  "config-file": { type: "string" },
} as const;

/** Parses a command's options; an unknown one names the nearest known. */
export function options<T extends Options>(args: readonly string[], known: T) {
  const names = Object.keys(known).map((name) => `--${name}`);
  const unknown = args.filter((arg) => arg.startsWith("--") && !names.includes(arg.split("=")[0] as string));
  if (unknown.length > 0) {
    const wrong = unknown.map((arg) => arg.split("=")[0] as string);
    throw new UserError(
      wrong.map((name) => `option ${name} isn't known${didYouMean(name, names)} Known: ${names.join(", ")}`),
    );
  }
  try {
    return parseArgs({ args: [...args], options: known, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UserError((error as Error).message.split("\n")[0] ?? "");
  }
}
