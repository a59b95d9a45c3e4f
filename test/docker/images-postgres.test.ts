import { describe, expect, it } from "vitest";
import { attempt, waitUntil } from "../../cli/lib/shell";
import { docker, ref, Sandbox, strict } from "./images-sandbox";

const sandbox = new Sandbox();
const password = "it's 1 %pass";

async function database(...mounts: string[]): Promise<string[]> {
  const secret = await sandbox.put("secret", "pg", password);
  return [
    ...strict,
    ...["--tmpfs", "/tmp", "--tmpfs", "/var/run/postgresql:mode=1777", "-v", `${secret}:/run/secrets:ro`],
    ...["-e", "POSTGRES_USER=app", "-e", "POSTGRES_DB=shop", "-e", "POSTGRES_PASSWORD_FILE=/run/secrets/pg"],
    ...mounts.flatMap((mount) => ["-v", mount]),
    ref("postgres"),
  ];
}

/** Through the network, as an application does. */
const query = (server: string, sql: string, given: string = password) =>
  attempt("docker", [
    ...["run", "--rm", "--network", sandbox.id, "-e", `PGPASSWORD=${given}`, "-e", "PGCONNECT_TIMEOUT=5"],
    ...["--entrypoint", "psql", ref("postgres"), "-h", server, "-U", "app", "-At", "-c", sql, "shop"],
  ]);
const answers = (server: string) => waitUntil(async () => (await query(server, "select 1")).code === 0, 30_000, 500);

describe("the local Postgres", () => {
  it("makes its database on the first start, and keeps it", async () => {
    const data = `${sandbox.id}-data:/var/lib/postgresql`;
    const server = await sandbox.start("pg", await database(data), "-c", "max_connections=42");
    expect(await answers(server)).toBe(true);
    expect((await query(server, "create table t (n int); show max_connections")).stdout).toMatch(/^42$/m);
    expect(await query(server, "select 1", "wrong")).toMatchObject({ code: 2 });
    await docker("rm", "-f", server);
    const again = await sandbox.start("pg-again", await database(data));
    expect(await answers(again)).toBe(true);
    expect((await query(again, "select count(*) from t")).stdout).toBe("0\n");
    const stopping = Date.now();
    await docker("stop", again);
    expect(Date.now() - stopping).toBeLessThan(9_000);
    expect(await docker("inspect", "--format", "{{.State.ExitCode}}", again)).toBe("0");
  });

  it("makes nothing when a first script fails, so that the next start tries again", async () => {
    const scripts = await sandbox.put("scripts", "a.sql", "create role reader; select broken;");
    const mounts = [`${sandbox.id}-half:/var/lib/postgresql`, `${scripts}:/docker-entrypoint-initdb.d`];
    const half = await sandbox.start("pg-half", await database(...mounts));
    expect(await docker("wait", half)).not.toBe("0");
    await sandbox.put("scripts", "a.sql", "create role reader;");
    const whole = await sandbox.start("pg-whole", await database(...mounts));
    expect(await answers(whole)).toBe(true);
    expect((await query(whole, "select count(*) from pg_roles where rolname = 'reader'")).stdout).toBe("1\n");
  });

  it("says so when it has no password", async () => {
    const without = ["run", "--rm", ...strict, "--tmpfs", "/tmp", "--tmpfs", "/var/run/postgresql", ref("postgres")];
    const outcome = await attempt("docker", without);
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("POSTGRES_PASSWORD_FILE") });
  });
});
