import { resolve } from "node:path";
import type { StackImages } from "../components/monitored-app";
import { IMAGE_NAMES } from "../images/recipes";
import { imageRef } from "../images/ref";
import { readImageSource } from "../images/source";
import type { Settings } from "./schema";

export interface ResolvedImages {
  readonly images: StackImages;
  /** What the demo application is built on. */
  readonly nodeImage: string | undefined;
  readonly filesImage: string;
}

/** The reference of every image for these settings; `auto` is what `npm run up` found to work on this machine. */
export function stackImages({ imageSource, registryMirror }: Settings): ResolvedImages {
  const source = imageSource === "auto" ? readImageSource(resolve(__dirname, "..")) : imageSource;
  const references = Object.fromEntries(IMAGE_NAMES.map((name) => [name, imageRef(name, { source, registryMirror })]));
  const { node, files, ...rest } = references;
  const images = Object.fromEntries(
    Object.entries(rest).flatMap(([name, reference]) => (reference === undefined ? [] : [[name, { reference }]])),
  );
  return { images: images as unknown as StackImages, nodeImage: node, filesImage: files as string };
}
