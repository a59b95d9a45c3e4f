import { didYouMean } from "../../nearest";
import type { Token } from "./actions";
import { fieldFault } from "./fields";
import { templateFunctions } from "./functions";
import { elementOf, typedFault, typeOf, type Scope, type Type } from "./scope";

/** What comes after a keyword, or stands alone in its braces: values, functions, and variables that are set. */

export const opening = ["if", "range", "with", "define", "block"];
export const keywords = [...opening, "else", "end", "template", "break", "continue"];
const constants = ["true", "false", "nil"];

/** @param own texts that may be the names of own values (`dict`) */
export function pipelineFaults(tokens: readonly Token[], scope: Scope, own: ReadonlySet<string>): string[] {
  const declares = declaration(tokens);
  const fieldsOf = (type: Type, chain: readonly string[]) =>
    (type === undefined ? fieldFault(chain, own) : typedFault(type, chain, scope)) ?? [];
  return [
    ...signFaults(tokens),
    ...tokens.flatMap((token, i): string | string[] => {
      const [first = "", ...chain] = token.text.split(".").filter((name, j) => j === 0 || name !== "");
      if (token.kind === "word") return wordFaults(token.text);
      // Behind a parenthesis it's a field of what stands in that.
      if (token.kind === "field") return fieldsOf(isSign(tokens[i - 1], ")") ? undefined : scope.dot, chain);
      if (token.kind !== "variable") return [];
      const known = i < declares || scope.variables.has(first);
      return [
        ...(known ? [] : [`${first} isn't declared${didYouMean(first, scope.variables.keys())}`]),
        ...[fieldsOf(scope.variables.get(first), chain)].flat(),
      ];
    }),
  ];
}

/** The variables that are declared here: their own value can't ask for them yet. Of two, the first only counts. */
export function declaredIn(tokens: readonly Token[], scope: Scope, ranges: boolean): (readonly [string, Type])[] {
  const names = tokens.slice(0, Math.max(declaration(tokens), 0)).filter(({ kind }) => kind === "variable");
  const type = typeOf(valueIn(tokens), scope);
  const value = ranges ? elementOf(type) : type;
  return names.map(({ text }, i) => [text, i === names.length - 1 ? value : undefined]);
}

/** The variables that are set again here. */
export function changedIn(tokens: readonly Token[]): string[] {
  const sign = tokens.findIndex((token) => isSign(token, "="));
  return tokens.slice(0, Math.max(sign, 0)).flatMap(({ kind, text }) => (kind === "variable" ? [text] : []));
}

/** What stands behind a declaration. */
export function valueIn(tokens: readonly Token[]): readonly Token[] {
  return tokens.slice(declaration(tokens) + 1);
}

function declaration(tokens: readonly Token[]): number {
  return tokens.findIndex((token) => isSign(token, ":="));
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}

/** Parentheses without the other one, and signs without a value before or behind them. */
function signFaults(tokens: readonly Token[]): string[] {
  const faults: string[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    if (token.kind !== "sign") return;
    const { text } = token;
    if (text === "(") depth += 1;
    if (text === ")" && --depth < 0) faults.push('a ")" has no "("');
    const [before, after] = [tokens[i - 1], tokens[i + 1]];
    const begins = before === undefined || (before.kind === "sign" && before.text !== ")");
    if (text === "|" && begins) faults.push('there is nothing before a "|"');
    const ends = after === undefined || isSign(after, ")");
    // Go takes a "|" with nothing behind it.
    if ([":=", "="].includes(text) && ends) faults.push(`there is nothing behind a "${text}"`);
    if (text === "(" && isSign(after, ")")) faults.push('there is nothing in "()"');
  });
  return depth > 0 ? [...faults, 'a "(" has no ")"'] : faults;
}

function wordFaults(name: string): string[] {
  if (templateFunctions.includes(name) || constants.includes(name)) return [];
  if (keywords.includes(name)) return [`"${name}" can't stand there`];
  return [`there is no function "${name}"${didYouMean(name, templateFunctions)}`];
}
