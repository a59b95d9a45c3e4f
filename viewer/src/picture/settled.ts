/** When a page has stopped changing. */

const faces = ["400 14px Inter", "500 14px Inter", "italic 400 14px Inter", "400 14px 'Roboto Mono'"];

/** The page's fonts; Grafana's own declarations of them come with its first component, too late for measuring. */
export async function loadFonts(): Promise<void> {
  const files: readonly [string, string, FontFaceDescriptors][] = [
    ["Inter", "inter/Inter-Regular.woff2", { weight: "400" }],
    ["Inter", "inter/Inter-Medium.woff2", { weight: "500" }],
    ["Inter", "inter/Inter-Italic.woff2", { weight: "400", style: "italic" }],
    ["Roboto Mono", "roboto/L0xTDF4xlVMF-BfR8bXMIhJHg45mwgGEFl0_3vrtSM1J-gEPT5Ese6hmHSh0mQ.woff2", { weight: "400" }],
  ];
  await Promise.all(
    files.map(async ([family, file, descriptors]) => {
      document.fonts.add(await new FontFace(family, `url(public/fonts/${file})`, descriptors).load());
    }),
  );
}

/** Nothing was added, moved or fetched for so long: in milliseconds, and in frames, since a busy machine drops some. */
const QUIET = { time: 250, frames: 12 };

/** Counts the requests that are under way: icons are fetched, and leave no trace on the page until they are there. */
export function countRequests(): () => number {
  const ask = window.fetch.bind(window);
  let pending = 0;
  window.fetch = (...question) => {
    pending++;
    return ask(...question).finally(() => pending--);
  };
  return () => pending;
}

/**
 * Panels measure themselves and draw again, and icons are fetched: it's settled when nothing changed for a while.
 * The last state is the same however long each step took.
 */
export async function settled(pending: () => number): Promise<void> {
  let changed = { time: performance.now(), frame: 0 };
  let frame = 0;
  const note = () => (changed = { time: performance.now(), frame });
  const mutations = new MutationObserver(note);
  mutations.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  await Promise.all(faces.map((face) => document.fonts.load(face)));
  const isQuiet = () => performance.now() - changed.time >= QUIET.time && frame - changed.frame >= QUIET.frames;
  while (pending() > 0 || !isQuiet()) {
    await new Promise(requestAnimationFrame);
    frame++;
    if (pending() > 0) note();
  }
  mutations.disconnect();
}
