import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { afterAll, describe, expect, it } from "vitest";
import { stackFolder } from "../../cli/lib/stack-config";
import { command } from "../lib/command";

/** What the real commands say to what a user got wrong. None of it needs an engine, or gets as far as one. */
describe("a command that can't do as it's told", () => {
  const folder = mkdtempSync(join(tmpdir(), "sightline-commands-"));
  const file = join(folder, "Pulumi.test-bad.yaml");
  afterAll(() => rmSync(folder, { recursive: true }));

  const refused = async (...args: string[]): Promise<readonly string[]> => {
    // An engine that doesn't answer: whoever asks it shows.
    const { code, errors, output } = await command(args, { env: { DOCKER_HOST: "tcp://127.0.0.1:1" } });
    expect(code).toBe(1);
    expect(output).not.toMatch(/^ {4}at |shouldn't happen|DOCKER_HOST/m);
    expect(existsSync(stackFolder("test-bad"))).toBe(false);
    return errors;
  };
  const stack = (config: Record<string, unknown>, name = "up") => {
    const keys = Object.entries(config).map(([key, value]) => [`sightline:${key}`, value]);
    writeFileSync(file, stringify({ config: Object.fromEntries(keys) }));
    return refused(name, "--stack", "test-bad", "--config-file", file);
  };

  it.each(["up", "preview", "verify", "down"])("%s tells every fault of a stack file at once", async (name) => {
    const config = { postgress: {}, app: { healthPaht: "/" }, ports: { app: "http" }, workload: "pharmacy" };
    expect([...(await stack(config, name))].sort()).toEqual([
      expect.stringMatching(/^configuration key sightline:app\.healthPaht isn't known.*"healthPath"/),
      expect.stringMatching(/^configuration key sightline:postgress isn't known.*"postgres"/),
      expect.stringMatching(/^sightline:ports\.app: .*number/),
      expect.stringMatching(/^sightline:workload is "pharmacy"/),
    ]);
  });

  it("names the alert that was meant", async () => {
    const [fault, ...others] = await stack({ alerts: { LlmApiErorsHigh: { threshold: 1 } } });
    expect(fault).toMatch(/LlmApiErorsHigh.*LlmApiErrorsHigh/);
    expect(others).toEqual([]);
  });

  it("doesn't know a command, an option or a stack, but what was meant", async () => {
    const [a, b, c] = await Promise.all([refused("upp"), refused("up", "--stak=x"), refused("up", "--stack", "devv")]);
    expect(a).toEqual([expect.stringMatching(/"upp" isn't known.*"up"/)]);
    expect(b).toEqual([expect.stringMatching(/--stak isn't known.*"--stack"/)]);
    expect(c).toEqual([expect.stringMatching(/"devv" isn't known.*"dev"/)]);
  });

  it("wants files that are there", async () => {
    expect(await refused("up", "--config-file", "/nowhere/x.yaml")).toEqual([
      "--config-file /nowhere/x.yaml isn't there",
    ]);
    const [fault] = await refused("preview", "--from", "/nowhere", "--to", folder);
    expect(fault).toMatch(/--from \/nowhere: a folder that `npm run render` wrote/);
  });

  it("knows no other engine", async () => {
    writeFileSync(file, "config: {}");
    const args = ["--stack", "test-bad", "--config-file", file, "--engine", "nonsense"];
    expect(await refused("up", ...args)).toEqual([
      expect.stringMatching(/--engine is "nonsense".*"pulumi" or "compose"/),
    ]);
  });

  it.each([
    ["docker", "kubectl", "compose"],
    ["kubernetes", "compose", "kubectl"],
  ])("knows for the target %s no engine %s", async (target, engine, own) => {
    writeFileSync(file, stringify({ config: { "sightline:target": target } }));
    for (const name of ["up", "preview", "down"]) {
      expect(await refused(name, "--stack", "test-bad", "--config-file", file, "--engine", engine)).toEqual([
        `--engine is "${engine}", and the stack's target is "${target}"; "pulumi" or "${own}" was expected`,
      ]);
    }
  });

  it("asks for a stack that runs before it's sent a test alert", async () => {
    const hook = join(folder, "hook");
    writeFileSync(hook, "http://127.0.0.1:9/\n");
    const config = { "sightline:alertWebhookUrl": { file: hook }, "sightline:ports": { alertmanager: 2 } };
    writeFileSync(file, stringify({ config }));
    expect(await refused("test-alert", "--stack", "test-bad", "--config-file", file)).toEqual([
      expect.stringMatching(/:2 doesn't answer.*`npm run up`/),
    ]);
    const beyond = { ...config, "sightline:bindAddress": "0.0.0.0" };
    writeFileSync(file, stringify({ config: beyond }));
    expect(await refused("test-alert", "--stack", "test-bad", "--config-file", file)).toEqual([
      expect.stringMatching(/ask for a login whose password .* isn't known here: `npm run up`/),
    ]);
  });

  it("gets no path outside of its folder out of a stack's name", async () => {
    expect(await refused("down", "--stack", "../../x", "--config-file", file)).toEqual([
      expect.stringMatching(/stack name "..\/..\/x": lower-case letters/),
    ]);
  });
});
