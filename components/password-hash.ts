import { createHmac } from "node:crypto";
import { encodeBase64, hashSync } from "bcryptjs";
import { UserError } from "../signals/errors";

/** bcrypt takes no notice of what comes after so many bytes: two passwords would be one. */
export const mostPasswordBytes = 72;

/** 2^10 rounds, as Prometheus' own documentation has it: 50 to 100 ms for each guess. */
const cost = 10;

/**
 * bcrypt of a password, the same each time: with a salt by chance, as is usual, every evaluation would find the stack
 * changed. The salt is made of the password with a key that only this stack has. So equal passwords of two stacks can't
 * be told by their hashes, which is what a salt is for, and a new password has a new salt.
 *
 * @param key secret, and always the same for a stack
 * @throws UserError where bcrypt would cut the password
 */
export function passwordHash(password: string, key: string): string {
  const bytes = Buffer.byteLength(password);
  if (bytes > mostPasswordBytes) {
    throw new UserError(
      `a password of ${bytes} bytes: at most ${mostPasswordBytes} were expected, since bcrypt cuts it`,
    );
  }
  const salt = createHmac("sha256", key).update(password).digest().subarray(0, 16);
  return hashSync(password, `$2b$${cost}$${encodeBase64([...salt], 16)}`);
}
