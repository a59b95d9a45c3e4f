import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../cli/lib/shell";
import { filesPath, type ServiceSpec } from "../../components/platform/platform";
import { toYaml } from "../../signals/yaml";

/** Something with a certificate to probe, which the prober trusts. */
export async function addHttps(specs: Map<string, ServiceSpec>): Promise<void> {
  const prober = specs.get("blackbox-exporter")!;
  const { key, certificate } = await selfSigned("https");
  const file = (path: string, content: string) => ({ path, content });
  specs.set("https", {
    ...prober,
    args: [...(prober.args ?? []), `--web.config.file=${filesPath}/web.yml`],
    files: [
      ...(prober.files ?? []),
      file("web.yml", toYaml({ tls_server_config: { cert_file: "cert.pem", key_file: "key.pem" } })),
      file("cert.pem", certificate),
      file("key.pem", key),
    ],
  });
  specs.set("blackbox-exporter", {
    ...prober,
    env: { ...prober.env, SSL_CERT_FILE: `${filesPath}/cert.pem` },
    files: [...(prober.files ?? []), file("cert.pem", certificate)],
  });
}

/** Of a host that lives for a minute. */
async function selfSigned(host: string): Promise<{ readonly key: string; readonly certificate: string }> {
  const folder = mkdtempSync(join(tmpdir(), "sightline-certificate-"));
  try {
    const [key, certificate] = ["key.pem", "cert.pem"].map((name) => join(folder, name)) as [string, string];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const name = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
    await run("openssl", ["req", "-x509", "-days", "1", ...curve, ...name, "-keyout", key, "-out", certificate]);
    return { key: readFileSync(key, "utf8"), certificate: readFileSync(certificate, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
