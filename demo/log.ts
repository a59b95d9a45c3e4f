const levels = ["debug", "info", "warn", "error"] as const;
export type Level = (typeof levels)[number];
export type Fields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** Lines of one message in one window; the rest are counted. A broken database must not fill the disk. */
const LINES = 10;
const WINDOW_MS = 10_000;

export interface Log {
  (level: Level, message: string, fields?: Fields): void;
}

/**
 * Writes one JSON object a line: `time`, `level`, `msg`, `role`, then the fields. Of the same message at most 10 lines
 * in 10 s are written; the next one after that says how many were left out (`suppressed`).
 *
 * @param threshold the least level that is written, `LOG_LEVEL`. Default and for anything unknown: `info`.
 */
export function makeLog(
  role: string,
  threshold: string | undefined,
  write: (line: string) => void = (line) => process.stdout.write(line),
  now: () => number = Date.now,
): Log {
  const known = levels.indexOf(threshold as Level);
  const least = known >= 0 ? known : levels.indexOf("info");
  const windows = new Map<string, { start: number; lines: number }>();
  return (level, message, fields = {}) => {
    if (levels.indexOf(level) < least) return;
    const time = now();
    let window = windows.get(message);
    let suppressed: number | undefined;
    if (window === undefined || time - window.start >= WINDOW_MS) {
      if (window !== undefined && window.lines > LINES) suppressed = window.lines - LINES;
      window = { start: time, lines: 0 };
      windows.set(message, window);
    }
    window.lines += 1;
    if (window.lines > LINES) return;
    write(
      JSON.stringify({ time: new Date(time).toISOString(), level, msg: message, role, ...fields, suppressed }) + "\n",
    );
  };
}

/** What is safe to say of an error: its code or message, never its stack or the command with its arguments. */
export function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0]);
  const { code, message } = error as { code?: string; message?: string };
  return (code && message ? `${code}: ${message}` : (message ?? String(error))).slice(0, 200);
}
