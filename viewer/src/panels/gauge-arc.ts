import { measureText } from "@grafana/ui";

/** The arc begins and ends a little below the middle: 216 of 360 degrees. */
const START = Math.PI * 0.9;
const LENGTH = Math.PI * 1.2;

/** An SVG path along the gauge, from one fraction of it to another. */
export function arc(x: number, y: number, radius: number, from: number, to: number): string {
  const point = (fraction: number) => {
    const angle = START + LENGTH * fraction;
    return `${(x + radius * Math.cos(angle)).toFixed(2)} ${(y + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const large = (to - from) * LENGTH > Math.PI ? 1 : 0;
  return `M ${point(from)} A ${radius.toFixed(2)} ${radius.toFixed(2)} 0 ${large} 1 ${point(to)}`;
}

/** How far along the gauge a value is, 0 to 1. */
export function fractionOf(value: number, min: number, max: number): number {
  if (!(max > min) || Number.isNaN(value)) return 0;
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** The largest size at which a text is no wider than this, up to a limit. */
export function fontSizeFor(text: string, width: number, most: number): number {
  const size = 14;
  return Math.max(8, Math.min(most, (size * width) / Math.max(1, measureText(text, size).width)));
}
