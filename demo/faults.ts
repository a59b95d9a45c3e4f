import { faults, type Fault } from "../signals/metrics";

/** Which faults are on. Pure but for who listens. */
export class FaultSet {
  private current: ReadonlySet<Fault> = new Set();
  private readonly listeners: ((on: ReadonlySet<Fault>) => void)[] = [];

  get on(): ReadonlySet<Fault> {
    return this.current;
  }

  has(fault: Fault): boolean {
    return this.current.has(fault);
  }

  /** Replaces the set; listeners are told only of a change. */
  replace(on: Iterable<Fault>): void {
    const next = new Set(on);
    if (next.size === this.current.size && [...next].every((fault) => this.current.has(fault))) return;
    this.current = next;
    for (const listener of this.listeners) listener(next);
  }

  onChange(listener: (on: ReadonlySet<Fault>) => void): void {
    this.listeners.push(listener);
  }
}

export function isFault(name: string): name is Fault {
  return (faults as readonly string[]).includes(name);
}

/**
 * The set after `{"errors": true, "latency": false}` is applied to it.
 *
 * @returns the new set, or a sentence for the user: what is wrong and which faults there are.
 */
export function applyChange(on: ReadonlySet<Fault>, change: unknown): Set<Fault> | string {
  if (change === null || typeof change !== "object" || Array.isArray(change)) {
    return `send an object such as {"${faults[0]}": true}; faults are ${faults.join(", ")}`;
  }
  const next = new Set(on);
  for (const [name, value] of Object.entries(change)) {
    if (!isFault(name)) return `there is no fault ${JSON.stringify(name)}; faults are ${faults.join(", ")}`;
    if (typeof value !== "boolean") return `${name} must be true or false`;
    if (value) next.add(name);
    else next.delete(name);
  }
  return next;
}

/** How the set is kept in Redis: the names that are on, separated by commas. Unknown ones are passed over. */
export function encodeFaults(on: ReadonlySet<Fault>): string {
  return [...on].sort().join(",");
}

export function decodeFaults(text: string | null): Fault[] {
  return (text ?? "").split(",").filter(isFault);
}

/** Every fault with whether it is on: the answer of `GET /faults`. */
export function faultTable(on: ReadonlySet<Fault>): Record<Fault, boolean> {
  return Object.fromEntries(faults.map((fault) => [fault, on.has(fault)])) as Record<Fault, boolean>;
}
