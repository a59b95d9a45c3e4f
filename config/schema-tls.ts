import { z } from "zod";
import { readProjectFile } from "./project-files";
import { givenSecret } from "./secret-value";
import { host } from "./values";

/** TLS for everything that people open, on Docker: `tls-faults.ts` says what else must be right. */

/** PEM itself, or a file with it. */
const certificates = z
  .string()
  .min(1)
  .transform((given, context) => {
    const refuse = (message: string) => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    const read = readCertificates(given);
    if ("fault" in read) return refuse(read.fault);
    if (/-----BEGIN CERTIFICATE-----/.test(read.text)) return `${read.text.trim()}\n`;
    return refuse("certificates in PEM were expected: -----BEGIN CERTIFICATE-----");
  });

/** What stands there, or in the file that is named there. */
export function readCertificates(given: string): ReturnType<typeof readProjectFile> {
  return given.includes("-----BEGIN") ? { text: given } : readProjectFile(given);
}

/** Where certificates stand, which nobody keeps secret, but which are often on one machine only. */
export const certificatePlaces = [
  ["tls", "certificate"],
  ["tls", "ca"],
] as const;

/** Stands in for certificates that can't be read here. */
export const standInCertificate = "-----BEGIN CERTIFICATE-----\nnot readable here\n-----END CERTIFICATE-----\n";

/** Stands in for a key that can't be read here. */
export const standInKey = "-----BEGIN PRIVATE KEY-----\nencrypted\n-----END PRIVATE KEY-----";

const privateKey = z
  .string()
  .regex(/-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/, "a private key in PEM without a password was expected");

export const tls = z
  .strictObject({
    certificate: certificates.describe(
      "The server's certificate and those that it was signed with but the CA's own, in PEM: the path of a file, from the project on, or the text.",
    ),
    key: givenSecret(privateKey, standInKey).describe("Secret. Its private key, in PEM, without a password."),
    ca: certificates
      .optional()
      .describe(
        "The CA's certificate, in PEM, as `certificate`: who asks the stack from here needs it where no browser knows the CA. Default: one that Node.js knows.",
      ),
    host: host
      .optional()
      .describe(
        "The name in the certificate that people open. Default: where the ports are, as without TLS: `localhost`, the engine's host or `bindAddress`.",
      ),
    hstsSeconds: z
      .int()
      .min(0)
      .optional()
      .describe(
        "How long browsers speak nothing but HTTPS with this host, whatever its port. 0: that isn't said. Default 31536000, a year; of `localhost`, whose other ports are other people's programs, 0.",
      ),
  })
  .optional()
  .describe(
    "TLS for the application, Grafana, Prometheus and Alertmanager on Docker: a reverse proxy takes their ports. Default: plain HTTP.",
  );
