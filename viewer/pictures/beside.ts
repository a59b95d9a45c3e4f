/** What two pictures beside each other are called. */
export interface Labels {
  readonly before: string;
  readonly after: string;
}

/** A page with two pictures beside each other; one that isn't there is a space that says so. */
export function besidePage(before: Buffer | undefined, after: Buffer | undefined, labels: Labels): string {
  const side = (png: Buffer | undefined, label: string) =>
    `<figure><figcaption>${escaped(label)}</figcaption>${
      png === undefined
        ? '<p class="none">not there</p>'
        : `<img src="data:image/png;base64,${png.toString("base64")}" alt="">`
    }</figure>`;
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">
<style>
  @font-face { font-family: Inter; src: url("/public/fonts/inter/Inter-Medium.woff2") }
  body { margin: 0; padding: 16px; display: flex; gap: 16px; align-items: flex-start; width: max-content;
    background: #8e8e99; font: 500 20px Inter; color: #fff }
  figure { margin: 0 } figcaption { padding: 0 0 8px } img { display: block }
  .none { margin: 0; width: 480px; padding: 120px 0; text-align: center; border: 2px dashed #fff; box-sizing: border-box }
</style>
${side(before, labels.before)}${side(after, labels.after)}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
