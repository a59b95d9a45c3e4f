import { z } from "zod";
import { mostPasswordBytes } from "../components/password-hash";
import { givenSecret } from "./secret-value";

/** Who may come in at what the stack publishes. */

const address = z.union([z.ipv4(), z.ipv6()]);

export const access = z.strictObject({
  login: z
    .enum(["auto", "always", "never"])
    .default("auto")
    .describe(
      "Whether Prometheus and Alertmanager ask for user and password: `auto` where they are published beyond this machine, by `bindAddress`, Ingress or Gateway. On Kubernetes only what publishes them asks, so `always` needs a host of theirs there. Default `auto`.",
    ),
  statsdBindAddress: address
    .optional()
    .describe(
      "StatsD knows no passwords: whoever reaches its port writes metrics. Default: `bindAddress` where that is a loopback address, else `127.0.0.1`.",
    ),
});

/**
 * Every client must be able to send it. Grafana reads a `$` in it as the beginning of a variable's name, Prometheus cuts
 * spaces off its ends, and bcrypt cuts what is too long.
 */
export const webPassword = givenSecret(
  z
    .string()
    .regex(/^[!-#%-~]*$/, "letters, digits and ASCII signs except $, without a space")
    .min(8, "at least 8 characters")
    .max(mostPasswordBytes, `at most ${mostPasswordBytes} characters`),
)
  .optional()
  .describe("Secret. Of the user `sightline` at Prometheus and Alertmanager; else generated.");
