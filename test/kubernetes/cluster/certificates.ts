import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "../../../cli/lib/shell";

/** OpenSSL's own default configuration adds extensions that differ from machine to machine. */
const CONFIGURATION = "[req]\ndistinguished_name = name\n[name]\n";

const DAYS = "365";

/** Who a certificate is for. Kubernetes takes the user from CN and the groups from O. */
export interface Identity {
  readonly user: string;
  readonly group?: string;
  /** As `DNS:name` or `IP:address`, where it serves. */
  readonly names?: readonly string[];
}

/** The certificate authority of one cluster, in a folder. */
export class Authority {
  private constructor(private readonly folder: string) {}

  static async create(folder: string): Promise<Authority> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, "openssl.cnf"), CONFIGURATION);
    const authority = new Authority(folder);
    const extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,digitalSignature"];
    await authority.request("ca", "/CN=sightline-kubernetes", extensions, []);
    authority.createTokenKey();
    return authority;
  }

  /** A file of this authority, for example `ca.crt`. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /** Writes `<name>.crt` and `<name>.key`. */
  async issue(name: string, { user, group, names = [] }: Identity): Promise<void> {
    const extensions = [
      "basicConstraints=critical,CA:FALSE",
      "extendedKeyUsage=serverAuth,clientAuth",
      ...(names.length > 0 ? [`subjectAltName=${names.join(",")}`] : []),
    ];
    const signer = ["-CA", this.file("ca.crt"), "-CAkey", this.file("ca.key")];
    await this.request(name, `${group === undefined ? "" : `/O=${group}`}/CN=${user}`, extensions, signer);
  }

  /** Writes a kubeconfig for a certificate that was issued, with everything in it. */
  writeKubeconfig(name: string, server: string, file: string = this.file(`${name}.kubeconfig`)): string {
    const data = (source: string) => readFileSync(this.file(source)).toString("base64");
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "sightline", cluster: { server, "certificate-authority-data": data("ca.crt") } }],
      users: [
        {
          name,
          user: { "client-certificate-data": data(`${name}.crt`), "client-key-data": data(`${name}.key`) },
        },
      ],
      contexts: [{ name: "sightline", context: { cluster: "sightline", user: name } }],
      "current-context": "sightline",
    };
    writeFileSync(file, `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
    return file;
  }

  /** Signs the tokens of service accounts. */
  private createTokenKey(): void {
    const encoding = { type: "pkcs8", format: "pem" } as const;
    const { privateKey, publicKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: encoding,
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    writeFileSync(this.file("tokens.key"), privateKey, { mode: 0o600 });
    writeFileSync(this.file("tokens.pub"), publicKey);
  }

  private async request(
    name: string,
    subject: string,
    extensions: readonly string[],
    signer: readonly string[],
  ): Promise<void> {
    await run("openssl", [
      ...["req", "-x509", "-config", this.file("openssl.cnf"), "-newkey", "ec", "-nodes"],
      ...["-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", DAYS, "-subj", subject],
      ...extensions.flatMap((extension) => ["-addext", extension]),
      ...signer,
      ...["-keyout", this.file(`${name}.key`), "-out", this.file(`${name}.crt`)],
    ]);
  }
}
