import { randomBytes } from "node:crypto";
import { opendirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A secret that can be told from everything else, in whatever clothes it turns up: 32 characters. */
export function canary(): string {
  return `canary${randomBytes(13).toString("hex")}`;
}

/** What to look for: the value itself, in hexadecimal, and in base64 however it's aligned. */
export function traces(value: string): string[] {
  const bytes = Buffer.from(value);
  const inBase64 = [0, 1, 2].map((lead) => {
    const text = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The characters at both ends are made with the neighbours' bits.
    return text.slice(Math.ceil((lead * 8) / 6), -1);
  });
  return [value, bytes.toString("hex"), ...inBase64];
}

/** Where something was found, and which secret. Never the value. */
export interface Hit {
  readonly place: string;
  readonly secret: string;
}

/** Looks for every secret in one place after the other, and keeps count. */
export class CanarySearch {
  readonly hits: Hit[] = [];
  /** How many texts were searched, by kind of place. */
  readonly searched = new Map<string, { texts: number; bytes: number }>();
  private readonly wanted: readonly (readonly [secret: string, trace: Buffer])[];

  /** @param secrets value by name */
  constructor(secrets: Readonly<Record<string, string>>) {
    this.wanted = Object.entries(secrets).flatMap(([name, value]) =>
      traces(value).map((trace) => [name, Buffer.from(trace)] as const),
    );
  }

  /** @param kind of the place: `docker inspect`; `place` says which one */
  look(kind: string, place: string, content: string | Buffer): void {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    const so = this.searched.get(kind) ?? { texts: 0, bytes: 0 };
    this.searched.set(kind, { texts: so.texts + 1, bytes: so.bytes + bytes.length });
    for (const [secret, trace] of this.wanted) {
      if (bytes.includes(trace)) this.hits.push({ place: `${kind}: ${place}`, secret });
    }
  }

  /** Command lines and environments of every process of this machine, those in containers too. */
  lookAtProcesses(): void {
    for (const id of entries("/proc").filter((name) => /^\d+$/.test(name))) {
      for (const what of ["cmdline", "environ"]) {
        const content = readIfThere(join("/proc", id, what));
        if (content) this.look(`/proc/*/${what}`, readIfThere(`/proc/${id}/comm`)?.toString().trim() ?? id, content);
      }
    }
  }

  /** A line for each kind of place: how much was searched, and how often something was found. */
  table(): string {
    return [...this.searched]
      .map(([kind, { texts, bytes }]) => {
        const found = this.hits.filter(({ place }) => place.startsWith(`${kind}: `)).length;
        return `${kind.padEnd(44)} ${String(texts).padStart(6)} ${String(Math.ceil(bytes / 1024)).padStart(9)} KiB ${found} hits`;
      })
      .join("\n");
  }
}

function entries(folder: string): string[] {
  const open = opendirSync(folder);
  const names: string[] = [];
  for (let entry = open.readSync(); entry; entry = open.readSync()) names.push(entry.name);
  open.closeSync();
  return names;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined; // It has ended meanwhile, or is the kernel's.
  }
}
