import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority } from "../../kubernetes/cluster/certificates";
import type { Certificate } from "./http-receiver";

export interface SelfMade extends Certificate {
  /** The certificate of who signed it, in PEM. */
  readonly ca: string;
}

/** A certificate for this host, signed by an authority that lives as long as this call. */
export async function selfMade(address: string): Promise<SelfMade> {
  const folder = mkdtempSync(join(tmpdir(), "sightline-certificates-"));
  try {
    const authority = await Authority.create(folder);
    await authority.issue("server", { user: "server", names: [`IP:${address}`] });
    const read = (name: string) => readFileSync(authority.file(name), "utf8");
    return { key: read("server.key"), cert: read("server.crt"), ca: read("ca.crt") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
