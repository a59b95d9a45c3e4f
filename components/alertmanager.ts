import * as pulumi from "@pulumi/pulumi";
import { alertmanagerFiles } from "../signals/delivery/alertmanager-files";
import type { Delivery } from "../signals/delivery/delivery";
import { Component, type ComponentOptions } from "./component";
import { outsideReach } from "./connections";
import { secretsPath, type ImageSpec, type Service, type WebAccess } from "./platform/platform";

export interface AlertmanagerArgs {
  readonly image: ImageSpec;
  /** The port of the first; the others have those after it. */
  readonly publish: number;
  readonly delivery: Delivery;
  /** The labels by which the stack's alerts of one name are told apart. */
  readonly subjects: readonly string[];
  /** So many, which agree on who sends. */
  readonly replicas: number;
  /** Default: whoever reaches it may use it. */
  readonly web?: WebAccess;
}

/** Groups alerts and sends them to people. */
export class Alertmanager extends Component {
  /** Prometheus sends to all of them. */
  readonly services: readonly Service[];
  /** Of the first. */
  readonly url: string;

  constructor(name: string, args: AlertmanagerArgs, opts: ComponentOptions) {
    super("Alertmanager", name, opts);
    const { image, publish, delivery, subjects, replicas, web } = args;
    const files = alertmanagerFiles(delivery, secretsPath, subjects);
    this.url = this.platform.url("alertmanager", publish);
    this.services = this.platform.alertmanager(
      "alertmanager",
      {
        ...files,
        secrets: files.secrets.flatMap(({ path, secret }) =>
          "value" in secret ? [{ path, content: pulumi.secret(secret.value) }] : [],
        ),
        existingSecrets: files.secrets.flatMap(({ path, secret }) =>
          "value" in secret ? [] : [{ path, ...secret.kubernetesSecret }],
        ),
        // Telegram alone has no other place for them.
        tokensInUrls: Object.values(delivery.receivers).some(({ telegram = [] }) => telegram.length > 0),
        publish,
        replicas,
        ...(web && { web }),
        reaches: files.outside.map(({ port, why }) => outsideReach(port, why)),
        externalUrl: this.url,
        service: {
          image,
          // 1,000 alerts at once to eight receivers took 133 MiB.
          resources: { memoryMiB: 256, cpus: 0.5 },
          confinement: { user: "65534:65534" },
        },
      },
      { parent: this },
    );
    this.registerOutputs({ url: this.url });
  }
}
