import { UserError } from "../../signals/errors";

/** As `node:util` describes options. */
type Known = Readonly<Record<string, { readonly type: "string" | "boolean" }>>;

/** Labels as people write them after a command (`severity=critical`), and the command's options with their values. */
export function labelArgs(args: readonly string[], known: Known) {
  const labels: Record<string, string> = {};
  const others: string[] = [];
  const wrong: string[] = [];
  args.forEach((arg, i) => {
    const before = args[i - 1] ?? "";
    const valueOf = Object.entries(known).some(([name, { type }]) => type === "string" && before === `--${name}`);
    const [, label, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(arg) ?? [];
    if (arg.startsWith("--") || valueOf) others.push(arg);
    else if (label === undefined || value === undefined) wrong.push(arg);
    else labels[label] = value;
  });
  if (wrong.length > 0) {
    throw new UserError(wrong.map((arg) => `"${arg}" isn't a label; one such as severity=critical was expected`));
  }
  return { labels, others };
}
