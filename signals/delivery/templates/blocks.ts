import { didYouMean } from "../../nearest";
import type { Action, Token } from "./actions";
import { isDefaultTemplate } from "./functions";
import { changedIn, declaredIn, keywords, opening, pipelineFaults, valueIn } from "./pipeline";
import { elementOf, typeOf, type Scope, type Type } from "./scope";

/** What a template's actions are checked with. */
export interface Surroundings {
  /** Names of templates that it may use. */
  readonly defined: readonly string[];
  /** Templates of which it's known that their dot is the message itself: Alertmanager's `Data`. */
  readonly aboutMessage: ReadonlySet<string>;
}

/** An `if`, `range`, … that isn't ended yet; the first is the file itself. */
interface Frame {
  readonly keyword: string;
  readonly line: number;
  readonly variables: Map<string, Type>;
  dot: Type;
  /** What the dot is behind `else`. */
  readonly outer: Type;
  otherwise: boolean;
}

/** What is wrong with the actions of a file, each with its line: blocks, and what stands in them. */
export function blockFaults(actions: readonly Action[], surroundings: Surroundings): string[] {
  return new Blocks(actions, surroundings).faults;
}

class Blocks {
  readonly faults: string[] = [];
  private readonly frames: Frame[] = [
    {
      keyword: "",
      line: 0,
      variables: new Map([["$", undefined]]),
      dot: undefined,
      outer: undefined,
      otherwise: false,
    },
  ];
  /** Texts that may be the names of own values. */
  private readonly own: ReadonlySet<string>;
  /** Variables that are set again somewhere: they may be anything. */
  private readonly changed: ReadonlySet<string>;

  constructor(
    actions: readonly Action[],
    private readonly given: Surroundings,
  ) {
    const all = actions.flatMap(({ tokens }) => tokens);
    this.own = new Set(all.filter(({ kind }) => kind === "text").map(({ text }) => text));
    this.changed = new Set(actions.flatMap(({ tokens }) => changedIn(tokens)));
    for (const action of actions) this.action(action);
    for (const { keyword, line } of this.frames.slice(1)) this.fault(line, `{{ ${keyword} }} has no {{ end }}`);
  }

  private get frame(): Frame {
    return this.frames.at(-1)!;
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
    const around: Scope = this.frame;
    const named = ["define", "block", "template"].includes(keyword);
    const pipeline = named ? rest.slice(1) : keyword === "" ? tokens : rest;
    if (opening.includes(keyword)) this.open(keyword, line, rest[0]?.text ?? "", pipeline);
    if (named && rest[0]?.kind !== "text") return this.fault(line, `{{ ${keyword} }} needs a name in quotes`);
    if (keyword === "template") this.used(line, rest[0]!.text);
    if (pipeline.length === 0 && !named) return this.fault(line, `{{ ${keyword} }} needs a value`);
    this.pipeline(line, pipeline, around, keyword === "range");
  }

  private open(keyword: string, line: number, name: string, pipeline: readonly Token[]): void {
    if (keyword === "define" && this.frames.length > 1) {
      this.fault(line, `{{ define }} is inside of {{ ${this.frame.keyword} }}`);
    }
    const outer = this.frame.dot;
    if (keyword === "define" || keyword === "block") {
      const dot = this.given.aboutMessage.has(name) ? "Data" : undefined;
      this.frames.push({ keyword, line, variables: new Map([["$", dot]]), dot, outer, otherwise: false });
      return;
    }
    const value = typeOf(valueIn(pipeline), this.frame);
    const dot = keyword === "range" ? elementOf(value) : keyword === "with" ? value : outer;
    this.frames.push({ keyword, line, variables: new Map(this.frame.variables), dot, outer, otherwise: false });
  }

  private end(line: number, rest: readonly Token[]): void {
    if (rest.length > 0) this.fault(line, `"${rest[0]!.text}" can't stand behind "end"`);
    if (this.frames.length === 1) this.fault(line, "{{ end }} ends nothing");
    else this.frames.pop();
  }

  /** `else if` and `else with` need no end of their own. */
  private otherwise(line: number, [next, ...rest]: readonly Token[]): void {
    const { frame } = this;
    if (!["if", "range", "with"].includes(frame.keyword)) return this.fault(line, "{{ else }} belongs to nothing");
    if (frame.otherwise) this.fault(line, "a second {{ else }}");
    frame.dot = frame.outer;
    if (next === undefined) {
      frame.otherwise = true;
    } else if (next.kind !== "word" || !["if", "with"].includes(next.text)) {
      this.fault(line, `"${next.text}" can't stand behind "else"`);
    } else if (rest.length === 0) {
      this.fault(line, `{{ else ${next.text} }} needs a value`);
    } else {
      const dot = next.text === "with" ? typeOf(valueIn(rest), frame) : frame.outer;
      this.pipeline(line, rest, { ...frame });
      frame.dot = dot;
    }
  }

  private used(line: number, name: string): void {
    const { defined } = this.given;
    if (defined.includes(name) || isDefaultTemplate(name)) return;
    this.fault(line, `no template is called "${name}"${didYouMean(name, defined)}`);
  }

  /** @param around where it stands: the block that it opens, if any, is a frame already */
  private pipeline(line: number, tokens: readonly Token[], around: Scope, ranges = false): void {
    for (const fault of pipelineFaults(tokens, around, this.own)) this.fault(line, fault);
    for (const [name, type] of declaredIn(tokens, around, ranges)) {
      this.frame.variables.set(name, this.changed.has(name) ? undefined : type);
    }
  }
}
