import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/lib/shell";

export interface Issued {
  readonly certificate: string;
  readonly key: string;
}

export interface Wanted {
  /** As `DNS:name` or `IP:address`. */
  readonly names: readonly string[];
  /** Days until it expires. Default 30. */
  readonly days?: number;
}

/** A certificate authority of a test's own, in a folder of its own. */
export class TestAuthority {
  readonly folder = mkdtempSync(join(tmpdir(), "sightline-tls-"));
  private constructor() {}

  static async create(): Promise<TestAuthority> {
    const authority = new TestAuthority();
    writeFileSync(authority.file("openssl.cnf"), "[req]\ndistinguished_name = name\n[name]\n");
    await authority.request("ca", "/CN=sightline-test-ca", ["basicConstraints=critical,CA:TRUE"], [], 30);
    return authority;
  }

  get ca(): string {
    return readFileSync(this.file("ca.pem"), "utf8");
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  /** Writes `<name>.pem` and `<name>.key`. */
  async issue(name: string, { names, days = 30 }: Wanted): Promise<Issued> {
    const extensions = ["basicConstraints=critical,CA:FALSE", `subjectAltName=${names.join(",")}`];
    await this.request(
      name,
      `/CN=${name}`,
      extensions,
      ["-CA", this.file("ca.pem"), "-CAkey", this.file("ca.key")],
      days,
    );
    return {
      certificate: readFileSync(this.file(`${name}.pem`), "utf8"),
      key: readFileSync(this.file(`${name}.key`), "utf8"),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async request(
    name: string,
    subject: string,
    extensions: readonly string[],
    signer: readonly string[],
    days: number,
  ): Promise<void> {
    await run("openssl", [
      ...["req", "-x509", "-config", this.file("openssl.cnf"), "-newkey", "ec", "-nodes"],
      ...["-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", String(days), "-subj", subject],
      ...extensions.flatMap((extension) => ["-addext", extension]),
      ...signer,
      ...["-keyout", this.file(`${name}.key`), "-out", this.file(`${name}.pem`)],
    ]);
  }
}

/** A key that belongs to no certificate. */
export function anyKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
