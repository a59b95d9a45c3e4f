import { UserError } from "../signals/errors";
import { lockFile } from "../images/lock";
import { options } from "./lib/args";
import { print, say, table } from "./lib/console";
import { readStack, type Stack } from "./lib/stack";
import { imagesOf } from "./lib/stack-images";
import { ownImages } from "./lib/supply/own";
import { pinImages, type PinnedImage } from "./lib/supply/pin";
import { unpinned } from "./lib/supply/unpinned";

/** Asks registries what every image's tag stands for and locks that; with --check, says what isn't locked. */
export async function run(args: readonly string[]): Promise<void> {
  const parsed = options(args, {
    stack: { type: "string" },
    "config-file": { type: "string" },
    mirror: { type: "string" },
    check: { type: "boolean", default: false },
  });
  const { stack: name, "config-file": file, mirror } = parsed;
  if (name === undefined && file !== undefined) throw new UserError("--config-file: --stack was expected with it");
  const stack =
    name === undefined ? undefined : readStack({ stack: name, ...(file !== undefined && { "config-file": file }) });
  if (parsed.check) check(stack);
  else await pin(stack, mirror ?? stack?.settings.registryMirror);
}

async function pin(stack: Stack | undefined, mirror: string | undefined): Promise<void> {
  const { pinned, refused } = await pinImages({
    ...(stack && { names: imagesOf(stack), own: { stack: stack.name, images: ownImages(stack) } }),
    ...(mirror !== undefined && { mirror }),
  });
  print(table(pinned.map((image) => [image.name, image.reference, image.digest, moved(image)])));
  for (const { key, reference } of refused) {
    say(`note: ${key} ${reference} isn't pinned: its registry asks for credentials; name it with its digest`);
  }
  print(`${lockFile}: ${pinned.length} images pinned`);
}

function moved({ was }: PinnedImage): string {
  return was === undefined ? "" : `its tag was moved: ${was} before`;
}

function check(stack: Stack | undefined): void {
  const found = unpinned(stack);
  if (found.length > 0) print(table(found.map(({ name, reference, why }) => [name, reference, why])));
  const count = found.filter(({ kind }) => kind === "published").length;
  if (count > 0) throw new UserError(`${count} published images aren't pinned: npm run pin`);
  print("No published image is by tag only.");
}
