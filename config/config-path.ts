/** A place below a key of the configuration: names of keys, and indexes of lists. */
export type Path = readonly (string | number)[];

/** As `pulumi config set --path` reads it: `sightline:receivers.on-call.slack[0].url`. */
export function configPath(path: Path): string {
  const [first, ...rest] = path;
  const parts = rest.map((part) =>
    typeof part === "number" ? `[${part}]` : /^[^."[\]\s]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
  );
  return `sightline:${first}${parts.join("")}`;
}

/** The other way round; nothing for what isn't one. */
export function parsedPath(text: string): Path | undefined {
  const [, first, rest] = /^sightline:([^.[\]"\s]+)(.*)$/s.exec(text) ?? [];
  if (first === undefined || rest === undefined) return undefined;
  const parts = [...rest.matchAll(/\.([^."[\]]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gs)];
  if (parts.map(([whole]) => whole).join("") !== rest) return undefined;
  return [
    first,
    ...parts.map(([, name, index, quoted]) => name ?? (index === undefined ? unquoted(quoted ?? "") : Number(index))),
  ];
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, "$1");
}

export function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], values);
}

/** The same values with another one at a place; what leads there is made where it's missing. */
export function withValueAt(values: unknown, [part, ...rest]: Path, value: unknown): unknown {
  if (part === undefined) return value;
  const isMap = typeof values === "object" && values !== null;
  const inner = withValueAt(isMap ? (values as Record<string | number, unknown>)[part] : undefined, rest, value);
  if (typeof part === "string") return { ...(isMap && values), [part]: inner };
  const list: unknown[] = Array.isArray(values) ? [...values] : [];
  list[part] = inner;
  return list;
}
