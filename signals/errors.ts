/**
 * Something the user can put right: a wrong setting, a missing program, a full disk. Shown without a stack trace.
 *
 * All faults that were found are listed at once, so that one run is enough to learn of all of them.
 */
export class UserError extends Error {
  override readonly name = "UserError";

  /** One fault an entry, each a sentence that says what is wrong, where, and what to do. */
  readonly faults: readonly string[];

  constructor(faults: string | readonly string[], options?: ErrorOptions) {
    const list = typeof faults === "string" ? [faults] : faults;
    super(list.length === 1 ? list[0] : list.map((fault) => `- ${fault}`).join("\n"), options);
    this.faults = list;
  }
}
