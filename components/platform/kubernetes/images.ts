import { join } from "node:path";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { builtRef } from "../../../images/context";
import type { ImageSpec } from "../platform";

/**
 * Images as nodes pull them. One that is built from a folder is pushed to the registry first; its tag is a hash of
 * what it is made of, so that a changed folder is another image and pods are replaced.
 */
export class KubernetesImages {
  private readonly built = new Map<string, pulumi.Output<string>>();

  /** @param registry where built images are pushed. Default: they stay on this machine's engine. */
  constructor(private readonly registry: string | undefined) {}

  /** @param name of the image, where it's built: `sightline-dev-app` */
  of(image: ImageSpec, name: string, parent: pulumi.Resource): pulumi.Input<string> {
    if ("reference" in image) return image.reference;
    const key = JSON.stringify(image);
    const known = this.built.get(key);
    if (known) return known;
    const { context, dockerfile, args } = image.build;
    const build = { context, dockerfile, args, platform: "linux/amd64" };
    const resource = new docker.Image(
      `${name}-image`,
      {
        imageName: builtRef(name, build, this.registry),
        skipPush: this.registry === undefined,
        build: { ...build, dockerfile: join(context, dockerfile) },
      },
      { parent },
    );
    this.built.set(key, resource.imageName);
    return resource.imageName;
  }
}
