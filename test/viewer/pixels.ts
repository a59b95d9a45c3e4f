import { ofViewer } from "../../viewer/pictures/browser";

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A channel may differ by so much of its 256 steps: Chromium's versions draw edges a little differently. */
const TOLERANCE = 26;

/** The share of pixels that look different, 0 to 1, within a box or at all. Pictures of different sizes differ wholly. */
export function differingPixels(a: Buffer, b: Buffer, box?: Box): number {
  if (a.equals(b)) return 0;
  const [first, second] = [read(a), read(b)];
  if (first.width !== second.width || first.height !== second.height) return 1;
  const { x, y, width, height } = box ?? { x: 0, y: 0, width: first.width, height: first.height };
  let differing = 0;
  for (let row = y; row < y + height; row++) {
    for (let column = x; column < x + width; column++) {
      const at = (row * first.width + column) * 4;
      const differs = [0, 1, 2].some((i) => Math.abs(first.data[at + i]! - second.data[at + i]!) > TOLERANCE);
      if (differs) differing++;
    }
  }
  return differing / (width * height);
}

function read(png: Buffer): Picture {
  const { PNG } = ofViewer("pngjs") as { PNG: { sync: { read(png: Buffer): Picture } } };
  return PNG.sync.read(png);
}
