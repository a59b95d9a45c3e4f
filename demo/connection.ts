/**
 * Whether it is a connection that failed: refused, unresolved, timed out, broken, refused for its password or ended by
 * the server (SQLSTATE classes 08, 28 and 57P). Other errors are answers.
 */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isConnectionError);
  const { code = "", message = "" } = error as { code?: string; message?: string };
  if (/^(E[A-Z_]{4,}|08...|57P..|28...)$/.test(code)) return true;
  return /connection (terminated|timeout|is closed)|timeout exceeded when|stream isn't writeable|max retries|command timed out/i.test(
    message,
  );
}
