/**
 * What `histogram_quantile` is taken of, for each call in an expression.
 *
 * It is found by its parentheses, without a parser: where that fails, nothing is found, and nothing is asked.
 */
export function quantileSources(expr: string): string[] {
  const sources: string[] = [];
  for (const call of expr.matchAll(/\bhistogram_quantile\s*\(/g)) {
    const begin = call.index + call[0].length;
    const { commas, end } = argumentsFrom(expr, begin);
    if (end !== undefined && commas.length === 1) sources.push(expr.slice(commas[0]! + 1, end).trim());
  }
  return sources;
}

/** The commas between a call's arguments, and its closing parenthesis. Brackets in strings don't count. */
function argumentsFrom(expr: string, begin: number): { commas: number[]; end?: number } {
  const commas: number[] = [];
  const token = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[()[\]{},]/gs;
  token.lastIndex = begin;
  let depth = 0;
  for (let match = token.exec(expr); match !== null; match = token.exec(expr)) {
    const [text] = match;
    if (text === "," && depth === 0) commas.push(match.index);
    if (text === "(" || text === "[" || text === "{") depth++;
    if (text === ")" || text === "]" || text === "}") depth--;
    if (depth < 0) return { commas, end: match.index };
  }
  return { commas };
}
