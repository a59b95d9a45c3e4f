import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

export interface Served {
  /** `http://127.0.0.1:…` */
  readonly origin: string;
  close(): void;
}

/** Serves the files of a folder to this machine alone, on a free port. */
export async function serveFiles(folder: string): Promise<Served> {
  const server: Server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = join(folder, path);
    const read = file.startsWith(folder + sep) ? readFile(file) : Promise.reject(new Error("outside"));
    read.then(
      (body) => response.writeHead(200, headers(file)).end(body),
      () => response.writeHead(404, { "content-type": "text/html" }).end("not there"),
    );
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/** Kept by the browser from one picture to the next: the folder is the same while it's served. */
function headers(file: string) {
  return { "content-type": types[extname(file)] ?? "application/octet-stream", "cache-control": "max-age=86400" };
}
