import type * as pulumi from "@pulumi/pulumi";
import { alertmanagerConfig } from "../signals/routes";
import { Component, type ComponentOptions } from "./component";
import { outsideReach } from "./connections";
import { secretsPath, type ImageSpec, type Service } from "./platform/platform";

export interface AlertmanagerArgs {
  readonly image: ImageSpec;
  readonly publish: number;
  /** Every alert is posted here. Default: alerts are shown, and sent nowhere. */
  readonly webhookUrl?: pulumi.Input<string>;
  /** The port of that URL. */
  readonly webhookPort?: number;
}

/** Groups alerts and sends them to people. */
export class Alertmanager extends Component {
  readonly service: Service;
  readonly url: string;

  constructor(name: string, args: AlertmanagerArgs, opts: ComponentOptions) {
    super("Alertmanager", name, opts);
    const { webhookUrl } = args;
    const urlFile = webhookUrl === undefined ? undefined : `${secretsPath}/webhook-url`;
    this.url = this.platform.url("alertmanager", args.publish);
    this.service = this.platform.alertmanager(
      "alertmanager",
      {
        files: [{ path: "alertmanager.yml", content: alertmanagerConfig(urlFile) }],
        secrets: webhookUrl === undefined ? [] : [{ path: "webhook-url", content: webhookUrl }],
        publish: args.publish,
        reaches: args.webhookPort === undefined ? [] : [outsideReach(args.webhookPort, "the webhook for alerts")],
        externalUrl: this.url,
        service: {
          image: args.image,
          resources: { memoryMiB: 128, cpus: 0.5 },
          confinement: { user: "65534:65534" },
        },
      },
      { parent: this },
    );
    this.registerOutputs({ url: this.url });
  }
}
