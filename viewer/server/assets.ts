import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Answer } from "./answers";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/** The built page. What may be asked for is listed once, so that no path of a request is ever one of the disk. */
export class Assets {
  private readonly files: ReadonlyMap<string, string>;

  constructor(folder: string) {
    const names = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [];
    this.files = new Map(
      names
        .filter((name) => extname(name) in types)
        .map((name) => [`/${name.replaceAll("\\", "/")}`, join(folder, name)]),
    );
  }

  get(path: string, acceptEncoding = ""): Answer | undefined {
    const file = this.files.get(path);
    if (file === undefined) return undefined;
    const zipped = /\bgzip\b/.test(acceptEncoding) && existsSync(`${file}.gz`);
    return {
      status: 200,
      type: types[extname(file)] as string,
      body: readFileSync(zipped ? `${file}.gz` : file),
      headers: {
        vary: "accept-encoding",
        ...(zipped && { "content-encoding": "gzip" }),
        // Its name has a hash of its content.
        ...(path.startsWith("/assets/") && { "cache-control": "private, max-age=31536000, immutable" }),
      },
    };
  }
}
