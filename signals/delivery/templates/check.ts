import { didYouMean } from "../../nearest";
import { messageFile, messageTemplates } from "../messages/messages";
import { readActions, type Action, type Token } from "./actions";
import { fieldFault } from "./fields";
import { isDefaultTemplate, templateFunctions } from "./functions";

/**
 * What is wrong with a template of the user's own, each with its line: what Alertmanager would refuse to start with, or
 * fail at when it has something to tell.
 *
 * It's no full reading of Go's templates. It can't see of which type the dot is (inside `range .Alerts`, `.CommonLabels`
 * passes), how many arguments a function takes and of which type, whether there is a label or annotation of some name, and
 * whether an expression is a regular one.
 *
 * @param name of the file
 * @param others the texts of the other files, whose templates it may use
 */
export function templateFaults(name: string, text: string, others: readonly string[] = []): string[] {
  const { actions, faults } = readActions(text);
  const defined = [...ownNames, ...[text, ...others].flatMap(definedIn)];
  const check = new Check(actions, defined);
  return [
    ...(name === messageFile
      ? [`the name "${messageFile}" is taken by Sightline's own; call the file something else`]
      : []),
    ...faults,
    // Where reading ended early, nothing that's missing is news.
    ...check.faults.filter((fault) => faults.length === 0 || !fault.includes("has no {{ end }}")),
  ].map((fault) => `${name}: ${fault}`);
}

function definedIn(text: string): string[] {
  return readActions(text).actions.flatMap(({ tokens: [keyword, name] }) =>
    (keyword?.text === "define" || keyword?.text === "block") && name?.kind === "text" ? [name.text] : [],
  );
}

const ownNames = Object.values(messageTemplates).flatMap(definedIn);

interface Frame {
  readonly keyword: string;
  readonly line: number;
  readonly variables: Set<string>;
  otherwise: boolean;
}

const opening = ["if", "range", "with", "define", "block"];
const keywords = [...opening, "else", "end", "template", "break", "continue"];
const constants = ["true", "false", "nil"];

class Check {
  readonly faults: string[] = [];
  private readonly frames: Frame[] = [{ keyword: "", line: 0, variables: new Set(["$"]), otherwise: false }];
  /** Texts that may be the names of own values. */
  private readonly own: ReadonlySet<string>;

  constructor(
    actions: readonly Action[],
    private readonly defined: readonly string[],
  ) {
    this.own = new Set(
      actions.flatMap(({ tokens }) => tokens.filter(({ kind }) => kind === "text").map((t) => t.text)),
    );
    for (const action of actions) this.action(action);
    for (const { keyword, line } of this.frames.slice(1)) this.fault(line, `{{ ${keyword} }} has no {{ end }}`);
  }

  private fault(line: number, fault: string): void {
    this.faults.push(`line ${line}: ${fault}`);
  }

  private action({ line, tokens }: Action): void {
    const [first, ...rest] = tokens;
    if (first === undefined) return this.fault(line, "{{ }} is empty");
    const keyword = first.kind === "word" && keywords.includes(first.text) ? first.text : "";
    if (keyword === "end") return this.end(line, rest);
    if (keyword === "else") return this.otherwise(line, rest);
    if (keyword === "break" || keyword === "continue") {
      if (!this.frames.some((frame) => frame.keyword === "range"))
        this.fault(line, `{{ ${keyword} }} is outside of a range`);
      return;
    }
    if (opening.includes(keyword)) this.open(keyword, line);
    const named = ["define", "block", "template"].includes(keyword);
    if (named && rest[0]?.kind !== "text") return this.fault(line, `{{ ${keyword} }} needs a name in quotes`);
    if (keyword === "template") this.used(line, rest[0]!.text);
    const pipeline = named ? rest.slice(1) : keyword === "" ? tokens : rest;
    if (pipeline.length === 0 && !named) return this.fault(line, `{{ ${keyword} }} needs a value`);
    this.pipeline(line, pipeline);
  }

  private open(keyword: string, line: number): void {
    if (keyword === "define" && this.frames.length > 1) {
      this.fault(line, `{{ define }} is inside of {{ ${this.frames.at(-1)!.keyword} }}`);
    }
    const variables = new Set(keyword === "define" || keyword === "block" ? ["$"] : this.frames.at(-1)!.variables);
    this.frames.push({ keyword, line, variables, otherwise: false });
  }

  private end(line: number, rest: readonly Token[]): void {
    if (rest.length > 0) this.fault(line, `"${rest[0]!.text}" can't stand behind "end"`);
    if (this.frames.length === 1) this.fault(line, "{{ end }} ends nothing");
    else this.frames.pop();
  }

  /** `else if` and `else with` need no end of their own. */
  private otherwise(line: number, [next, ...rest]: readonly Token[]): void {
    const frame = this.frames.at(-1)!;
    if (!["if", "range", "with"].includes(frame.keyword)) return this.fault(line, "{{ else }} belongs to nothing");
    if (frame.otherwise) this.fault(line, "a second {{ else }}");
    if (next === undefined) {
      frame.otherwise = true;
    } else if (next.kind !== "word" || !["if", "with"].includes(next.text)) {
      this.fault(line, `"${next.text}" can't stand behind "else"`);
    } else if (rest.length === 0) {
      this.fault(line, `{{ else ${next.text} }} needs a value`);
    } else {
      this.pipeline(line, rest);
    }
  }

  private used(line: number, name: string): void {
    if (this.defined.includes(name) || isDefaultTemplate(name)) return;
    this.fault(line, `no template is called "${name}"${didYouMean(name, this.defined)}`);
  }

  private pipeline(line: number, tokens: readonly Token[]): void {
    const { variables } = this.frames.at(-1)!;
    const depth = this.nesting(line, tokens);
    if (depth > 0) this.fault(line, 'a "(" has no ")"');
    const declares = tokens.findIndex(({ text, kind }) => kind === "sign" && text === ":=");
    tokens.forEach((token, i) => {
      if (token.kind === "word") this.word(line, token.text);
      if (token.kind === "field") this.field(line, token.text.split(".").slice(1).filter(Boolean));
      if (token.kind !== "variable") return;
      const [name, ...chain] = token.text.split(".");
      if (i >= declares && !variables.has(name!))
        this.fault(line, `${name} isn't declared${didYouMean(name!, variables)}`);
      this.field(line, chain);
    });
    // Its own value can't ask for it yet.
    for (const { kind, text } of tokens.slice(0, Math.max(declares, 0))) if (kind === "variable") variables.add(text);
  }

  /** How many parentheses stay open. */
  private nesting(line: number, tokens: readonly Token[]): number {
    let depth = 0;
    tokens.forEach(({ kind, text }, i) => {
      if (kind !== "sign") return;
      if (text === "(") depth += 1;
      if (text === ")" && --depth < 0) this.fault(line, 'a ")" has no "("');
      const before = tokens[i - 1];
      const first = before === undefined || (before.kind === "sign" && before.text !== ")");
      if (text === "|" && first) this.fault(line, 'there is nothing before a "|"');
    });
    return depth;
  }

  private word(line: number, name: string): void {
    if (templateFunctions.includes(name) || constants.includes(name)) return;
    if (keywords.includes(name)) return this.fault(line, `"${name}" can't stand there`);
    this.fault(line, `there is no function "${name}"${didYouMean(name, templateFunctions)}`);
  }

  private field(line: number, chain: readonly string[]): void {
    const fault = fieldFault(chain, this.own);
    if (fault !== undefined) this.fault(line, fault);
  }
}
