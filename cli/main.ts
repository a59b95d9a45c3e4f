import { UserError } from "../signals/errors";
import { nearest } from "../signals/nearest";
import { failed } from "./lib/console";

type Command = (args: readonly string[]) => Promise<void>;

/* eslint-disable @typescript-eslint/no-require-imports -- import() would bypass the loader that start.cjs registers */
/** Each command is loaded only when it's called. */
const commands: Record<string, () => { readonly run: Command }> = {
  up: () => require("./up") as typeof import("./up"),
  down: () => require("./down") as typeof import("./down"),
  render: () => require("./render") as typeof import("./render"),
  preview: () => require("./preview") as typeof import("./preview"),
  "pull-request": () => require("./pull-request") as typeof import("./pull-request"),
  dashboards: () => require("./dashboards") as typeof import("./dashboards"),
  verify: () => require("./verify") as typeof import("./verify"),
  route: () => require("./route") as typeof import("./route"),
  pin: () => require("./pin") as typeof import("./pin"),
  sbom: () => require("./sbom") as typeof import("./sbom"),
  "test-alert": () => require("./test-alert") as typeof import("./test-alert"),
  test: () => require("./test") as typeof import("./test"),
  docs: () => require("./docs") as typeof import("./docs"),
};

async function main([name = "", ...args]: readonly string[]): Promise<void> {
  const load = commands[name];
  if (!load) {
    const near = nearest(name, Object.keys(commands));
    throw new UserError(
      `command "${name}" isn't known${near ? `; did you mean "${near}"?` : `: ${Object.keys(commands).join(", ")}`}`,
    );
  }
  await load().run(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  failed(error);
  process.exitCode = 1;
});
