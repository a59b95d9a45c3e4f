/**
 * The page that a picture is taken of. What to draw is in `window.__picture` before the page loads; when everything is
 * there, `window.__ready` tells so, and `window.__drawn` what was seen.
 */
import { createRoot } from "react-dom/client";
import { inspect } from "./inspect";
import { Picture, type PictureInput } from "./Picture";
import { countRequests, loadFonts, settled } from "./settled";

declare global {
  interface Window {
    __picture?: PictureInput;
    __ready?: boolean;
    __drawn?: ReturnType<typeof inspect>;
  }
}

async function main() {
  const input = window.__picture;
  if (input === undefined) throw new Error("window.__picture says what to draw: there is none");
  document.title = input.loaded.title;
  const pending = countRequests();
  // Texts are measured while panels are drawn: with another font they'd be measured wrongly.
  await loadFonts();
  createRoot(document.getElementById("root")!).render(<Picture {...input} />);
  await settled(pending);
  window.__drawn = inspect(input.loaded);
  window.__ready = true;
}

void main();
