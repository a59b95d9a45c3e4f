import { ofViewer } from "./browser";

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Png {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** A panel's frame, and its title above what it shows. */
const FRAME = 4;
const TITLE = 36;

/** For each panel, whether the picture has one colour only where it should show something. */
export function uniform(png: Buffer, boxes: readonly Box[]): boolean[] {
  const { PNG } = ofViewer("pngjs") as { readonly PNG: { readonly sync: { read(png: Buffer): Png } } };
  const picture = PNG.sync.read(png);
  return boxes.map((box) => isUniform(picture, box));
}

function isUniform({ width, height, data }: Png, box: Box): boolean {
  const [left, right] = [Math.ceil(box.x) + FRAME, Math.min(width, Math.floor(box.x + box.width) - FRAME)];
  const [top, bottom] = [Math.ceil(box.y) + TITLE, Math.min(height, Math.floor(box.y + box.height) - FRAME)];
  if (right <= left || bottom <= top) return false;
  const first = data.readUInt32BE((top * width + left) * 4);
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) if (data.readUInt32BE((y * width + x) * 4) !== first) return false;
  }
  return true;
}
