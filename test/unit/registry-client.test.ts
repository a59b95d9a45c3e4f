import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { parseReference } from "../../cli/lib/supply/reference";
import { RegistryClient, RegistryFault, type ClientLimits } from "../../cli/lib/supply/registry-client";
import {
  digestOf,
  indexType,
  manifestBody,
  manifestType,
  sent,
  startFakeRegistry,
  type FakeRegistry,
} from "../lib/fake-registry";

let registry: FakeRegistry;
beforeAll(async () => {
  registry = await startFakeRegistry();
});
beforeEach(() => void registry.asked.splice(0));
afterAll(() => registry.stop());

const body = manifestBody("one");
const found = { digest: digestOf(body), mediaType: manifestType };
const ask = (limits: ClientLimits = {}, known?: string) =>
  new RegistryClient(limits).manifest(registry.host, "team/app", "1.2", known);
const fault = async (limits?: ClientLimits): Promise<RegistryFault> => {
  const error: unknown = await ask(limits).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RegistryFault);
  return error as RegistryFault;
};

describe("references", () => {
  it.each([
    ["redis", { host: "docker.io", path: "library/redis", tag: "latest" }],
    ["team/app:1", { host: "docker.io", path: "team/app", tag: "1" }],
    ["localhost/app", { host: "localhost", path: "app", tag: "latest" }],
    ["registry.example:5000/a/b/c:v1", { host: "registry.example:5000", path: "a/b/c", tag: "v1" }],
    ["registry.example:5000/a", { host: "registry.example:5000", path: "a", tag: "latest" }],
    ["quay.io/a/b@sha256:12", { host: "quay.io", path: "a/b", digest: "sha256:12" }],
    ["quay.io/a/b:1@sha256:12", { host: "quay.io", path: "a/b", tag: "1", digest: "sha256:12" }],
  ])("%s", (text, parts) => expect(parseReference(text)).toEqual(parts));
});

describe("a tag", () => {
  it("of one image has a digest", async () => {
    registry.handler = () => sent(body);
    expect(await ask()).toEqual(found);
    expect(registry.asked).toEqual(["GET /v2/team/app/manifests/1.2"]);
  });

  it("of an index has one for each platform, without what only tells about them", async () => {
    const [amd, arm, other] = ["a", "b", "c"].map(digestOf) as [string, string, string];
    const manifests = [
      { digest: arm, platform: { os: "linux", architecture: "arm", variant: "v7" } },
      { digest: amd, platform: { os: "linux", architecture: "amd64" } },
      { digest: other, platform: { os: "unknown", architecture: "unknown" } },
    ];
    const index = JSON.stringify({ schemaVersion: 2, manifests });
    registry.handler = ({ headers }) =>
      headers.accept?.includes(indexType) === true ? sent(index, indexType) : { status: 404 };
    const platforms = { "linux/amd64": amd, "linux/arm/v7": arm };
    expect(await ask()).toEqual({ digest: digestOf(index), mediaType: indexType, platforms });
  });

  it("that didn't move is only looked at", async () => {
    registry.handler = () => sent(body);
    expect(await ask({}, digestOf(body))).toBe("same");
    expect(registry.asked).toEqual(["HEAD /v2/team/app/manifests/1.2"]);
    expect(await ask({}, digestOf("another"))).toEqual(found);
  });

  it("whose digest isn't told has that of its content", async () => {
    registry.handler = () => ({ headers: { "content-type": `${manifestType}; charset=utf-8` }, body });
    expect(await ask({}, digestOf(body))).toEqual(found);
  });

  it("lies where the registry leads", async () => {
    registry.handler = (_, { pathname }) =>
      pathname === "/elsewhere" ? sent(body) : { status: 307, headers: { location: "/elsewhere" } };
    expect(await ask()).toEqual(found);
  });
});

describe("a token", () => {
  const bearer = (rest = ',service="registry.example",scope="repository:team/app:pull"') => ({
    status: 401,
    headers: { "www-authenticate": `Bearer realm="http://${registry.host}/token"${rest}` },
  });

  it.each(["token", "access_token"])("is got for anyone, once, and used: %s", async (name) => {
    registry.handler = ({ headers }, { pathname }) => {
      if (pathname === "/token") return { body: JSON.stringify({ [name]: "t0" }) };
      return headers.authorization === "Bearer t0" ? sent(body) : bearer();
    };
    expect(await ask({}, digestOf("another"))).toEqual(found);
    expect(registry.asked).toEqual([
      "HEAD /v2/team/app/manifests/1.2",
      "GET /token?service=registry.example&scope=repository%3Ateam%2Fapp%3Apull",
      "HEAD /v2/team/app/manifests/1.2",
      "GET /v2/team/app/manifests/1.2",
    ]);
  });

  it("is for the image, where the registry doesn't say for what", async () => {
    registry.handler = (_, { pathname }) => (pathname === "/token" ? { body: "{}" } : bearer(""));
    expect((await fault()).message).toMatch(/gives out no token/);
    expect(registry.asked[1]).toBe("GET /token?scope=repository%3Ateam%2Fapp%3Apull");
  });

  it.each([
    ["a login is wanted", () => ({ status: 401, headers: { "www-authenticate": 'Basic realm="x"' } })],
    ["nothing is said", () => ({ status: 401 })],
    ["a token isn't given", (path: string) => (path === "/token" ? { status: 401 } : bearer())],
    ["a token isn't enough", (path: string) => (path === "/token" ? { body: '{"token":"t"}' } : bearer())],
    ["the image isn't for anyone", (path: string) => (path === "/token" ? { body: '{"token":"t"}' } : { status: 403 })],
  ])("can't be had, and credentials are asked for: %s", async (_, answer) => {
    registry.handler = (_request, { pathname }) => answer(pathname);
    const { message, needsCredentials } = await fault();
    expect(message).toMatch(/asks for credentials/);
    expect(needsCredentials).toBe(true);
    expect(registry.asked.length).toBeLessThanOrEqual(3);
  });
});

describe("a registry that was asked too often", () => {
  it.each([
    ["seconds", () => "0"],
    ["a time", () => new Date(Date.now() - 1000).toUTCString()],
  ])("is left alone as long as it says: %s", async (_, told) => {
    registry.handler = () =>
      registry.asked.length < 3 ? { status: 429, headers: { "retry-after": told() } } : sent(body);
    const started = Date.now();
    expect(await ask()).toEqual(found);
    expect(Date.now() - started).toBeGreaterThanOrEqual(180);
    expect(registry.asked).toHaveLength(3);
  });

  it("isn't waited for too long, nor for ever", async () => {
    registry.handler = () => ({ status: 429, headers: { "retry-after": "3600" } });
    expect((await fault()).message).toMatch(/asked too often.*3600 s of pause/);
    registry.handler = () => ({ status: 429, headers: { "retry-after": "0" } });
    expect((await fault({ wait: 250 })).message).toMatch(/asked too often/);
    registry.handler = () => ({ status: 429 });
    expect((await fault()).message).toMatch(/HTTP 429/);
  });
});

describe("what can't be trusted or read is refused", () => {
  const type = { "content-type": manifestType };
  it.each([
    [/no such tag \(HTTP 404\)/, { status: 404 }],
    [/HTTP 500/, { status: 500 }],
    [
      /registry says sha256:0+, but .* has sha256:[1-9a-f]/,
      { headers: { ...type, "docker-content-digest": `sha256:${"0".repeat(64)}` }, body },
    ],
    [
      /schema 1/,
      { headers: { "content-type": "application/vnd.docker.distribution.manifest.v1+prettyjws" }, body: "{}" },
    ],
    [/isn't a manifest but text\/html/, { headers: { "content-type": "text/html" }, body: "<h1>Please log in</h1>" }],
    [/isn't JSON/, { headers: type, body: "<html>" }],
    [/isn't JSON/, { headers: type, body: "null" }],
    [/neither an index nor a manifest/, { headers: type, body: "{}" }],
  ])("%s", async (message, answer) => {
    registry.handler = () => answer;
    const { message: said, needsCredentials } = await fault();
    expect(said).toMatch(message);
    expect(needsCredentials).toBe(false);
  });

  it("as is one that doesn't answer, or isn't there", async () => {
    registry.handler = () => undefined;
    expect((await fault({ answer: 300 })).message).toMatch(/no answer within 0.3 s/);
    await expect(new RegistryClient().manifest("127.0.0.1:1", "a", "b")).rejects.toThrow(/127.0.0.1:1: /);
  });
});
