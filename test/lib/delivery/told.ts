import { waitUntil } from "../../../cli/lib/shell";
import type { FakeReceiver, Message } from "./fake";

/** Whether a message says that an alert is over. */
export function isOver({ kind, title = "" }: Message): boolean {
  return kind === "closed" || /\[(over|RESOLVED)\b/.test(title);
}

/** The messages about an alert, by its name, that is firing or over. */
export function about({ messages }: FakeReceiver, name: string, over = false): Message[] {
  const named = new RegExp(`\\b${name}\\b`);
  return messages.filter((message) => isOver(message) === over && named.test(message.text));
}

/** Waits for a message about each alert. Names those of which none came within the seconds. */
export async function missing(
  fake: FakeReceiver,
  names: readonly string[],
  seconds: number,
  over = false,
): Promise<string[]> {
  const untold = () => names.filter((name) => about(fake, name, over).length === 0);
  await waitUntil(() => untold().length === 0, seconds * 1000, 20);
  return untold();
}

/** Rows below a head as Markdown: for notes. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The value that so much of them, from 0 to 1, don't exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (at === undefined) throw new Error("there are no values");
  return at;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
