type Rgb = readonly [number, number, number];

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How far a pixel may be from a colour, by channel: a thin line is never quite its colour. */
const NEAR = 40;

/** Whether an area of a canvas has a pixel of one of these colours; without colours, any pixel. */
export function shows(canvas: HTMLCanvasElement, area?: Area, colours: readonly string[] = []): boolean {
  const { left, top, width, height } = area ?? { left: 0, top: 0, width: canvas.width, height: canvas.height };
  const context = canvas.getContext("2d");
  if (context === null || width < 1 || height < 1) return false;
  const { data } = context.getImageData(left, top, width, height);
  const wanted = colours.map(rgbOf);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3]! < 16) continue;
    if (wanted.length === 0) return true;
    if (wanted.some((rgb) => rgb.every((channel, i) => Math.abs(channel - data[at + i]!) <= NEAR))) return true;
  }
  return false;
}

/** Of any colour that CSS knows. */
function rgbOf(colour: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext("2d")!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
