/**
 * Where a text stops being JSON, by line and column; undefined where it's all JSON. Node.js says it too, but quotes the
 * text, which may be a secret.
 */
export function jsonFault(text: string): string | undefined {
  if (stateOf(text) === "whole") return undefined;
  // What is wrong is wrong whatever comes after it: the first such character is looked for.
  let end = text.length;
  while (end > 0 && stateOf(text.slice(0, end)) === "wrong") end--;
  const lines = text.slice(0, end).split("\n");
  const place = `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
  return end === text.length ? `it ends too early, at ${place}` : `something else was expected at ${place}`;
}

function stateOf(text: string): "whole" | "cut" | "wrong" {
  try {
    JSON.parse(text);
    return "whole";
  } catch (error) {
    const { message } = error as Error;
    // Since Node.js 22 a line and a column stand behind the position.
    const position = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(message)?.[1];
    const cut = /end of JSON|^Unterminated/.test(message) || Number(position) === text.length;
    return cut ? "cut" : "wrong";
  }
}
