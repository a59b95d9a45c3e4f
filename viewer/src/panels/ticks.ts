/** Round numbers from the one at or below `min` to the one at or above `max`, about `count` of them. */
export function ticksOf(min: number, max: number, count: number): number[] {
  const rough = (max - min || 1) / Math.max(2, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough;
  const [first, last] = [Math.floor(min / step), Math.max(Math.ceil(max / step), Math.floor(min / step) + 1)];
  // Whole multiples, not sums: 0.1 three times isn't 0.3.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
