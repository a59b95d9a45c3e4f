import { readFileSync } from "node:fs";
import { z } from "zod";
import { fileFault, fromProject } from "./project-files";
import { givenSecret } from "./secret-value";
import { host } from "./values";

/** TLS for everything that people open, on Docker: `tls-faults.ts` says what else must be right. */

/** PEM itself, or a file with it. */
const certificates = z
  .string()
  .min(1)
  .transform((given, context) => {
    const fault = given.includes("-----BEGIN") ? undefined : fileFault(given);
    if (fault !== undefined) {
      context.addIssue({ code: "custom", message: `the file ${fault}` });
      return z.NEVER;
    }
    const text = given.includes("-----BEGIN") ? given : readFileSync(fromProject(given), "utf8");
    if (/-----BEGIN CERTIFICATE-----/.test(text)) return `${text.trim()}\n`;
    context.addIssue({ code: "custom", message: "certificates in PEM were expected: -----BEGIN CERTIFICATE-----" });
    return z.NEVER;
  });

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
      .default(31_536_000)
      .describe(
        "How long browsers speak nothing but HTTPS with this host, whatever its port. 0: that isn't said. Default 31536000, a year.",
      ),
  })
  .optional()
  .describe(
    "TLS for the application, Grafana, Prometheus and Alertmanager on Docker: a reverse proxy takes their ports. Default: plain HTTP.",
  );
