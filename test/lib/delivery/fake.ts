/** A message as it arrived at a receiver, made the same for all kinds of them. */
export interface Message {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What the receiver was told to do: show something, or close what it showed. Where it isn't told, both are `shown`. */
  readonly kind: "shown" | "closed";
  /** All that a person would read, and the links. */
  readonly text: string;
  /** The one line that a phone shows first; undefined where a receiver has none. */
  readonly title?: string;
  /** As it came: the parsed JSON, or the mail. */
  readonly raw: unknown;
}

/** How a receiver fails on purpose. */
export type Failure =
  /** Nobody listens any more, and who is connected is cut off. */
  | "closed"
  /** It takes the connection, and never answers. */
  | "silent"
  /** It takes the connection, and ends it. */
  | "dropped"
  /** An answer: of HTTP, or of SMTP such as 451. */
  | { readonly status: number; readonly retryAfterSeconds?: number };

/** Something that's told of alerts, on every address of this machine. */
export interface FakeReceiver {
  readonly messages: readonly Message[];
  /** What came and was not as the real one wants it. */
  readonly faults: readonly string[];
  /** When it was asked while it failed; where nobody listens, nothing is seen. Milliseconds since 1970. */
  readonly failed: readonly number[];
  readonly port: number;
  /** From now on, until `recover`. */
  fail(failure: Failure): Promise<void>;
  /** Answers again, at the same port. Who was kept waiting is cut off, as by a restart. */
  recover(): Promise<void>;
  close(): Promise<void>;
}
