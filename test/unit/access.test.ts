import { compareSync } from "bcryptjs";
import { describe, expect, it } from "vitest";
import { passwordHash } from "../../components/password-hash";
import { isLoopback, openDoors, statsdBind, webLogin } from "../../config/access";
import { standInText } from "../../config/secret-value";
import { settingsFaults, settingsOf } from "../lib/settings";

const open = { bindAddress: "0.0.0.0" };
const never = { access: { login: "never" } };
const published = (hosts: Record<string, string>) => ({ target: "kubernetes", kubernetes: { ingress: { hosts } } });

describe("the hash of a password", () => {
  const hash = passwordHash("correct-horse", "key of a stack");

  it("is bcrypt's, which takes the password and no other", () => {
    expect(hash).toMatch(/^\$2b\$10\$[./A-Za-z0-9]{53}$/);
    expect(compareSync("correct-horse", hash)).toBe(true);
    expect(compareSync("correct-horsf", hash)).toBe(false);
  });

  it("is the same at each evaluation, with another salt for each stack and each password", () => {
    expect(passwordHash("correct-horse", "key of a stack")).toBe(hash);
    const salt = (text: string) => text.slice(7, 29);
    const others = [passwordHash("correct-horse", "key of another"), passwordHash("correct-horsf", "key of a stack")];
    expect(new Set([hash, ...others].map(salt)).size).toBe(3);
  });

  it("is refused where bcrypt would cut the password, counted in bytes", () => {
    const longest = "é".repeat(36);
    expect(compareSync(longest, passwordHash(longest, "k"))).toBe(true);
    expect(() => passwordHash(`${longest}x`, "k")).toThrow(/73 bytes: at most 72/);
    expect(() => passwordHash(`${longest}x`, "k")).not.toThrow(/é/);
  });
});

describe("who asks for a login", () => {
  it.each([
    ["127.0.0.1", true],
    ["127.8.8.8", true],
    ["::1", true],
    ["0:0:0:0:0:0:0:1", true],
    ["::ffff:127.0.0.1", true],
    ["0.0.0.0", false],
    ["::", false],
    ["192.0.2.1", false],
    ["128.0.0.1", false],
    ["::2", false],
  ])("tells whether %s is this machine only: %s", (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["nothing is published", {}, "nobody"],
    ["another loopback address", { bindAddress: "127.0.0.2" }, "nobody"],
    ["every address", open, "servers"],
    ["every address of IPv6", { bindAddress: "::" }, "servers"],
    ["it's always wanted", { access: { login: "always" } }, "servers"],
    ["it's never wanted", { ...open, ...never }, "nobody"],
    ["a cluster publishes the application only", published({ app: "shop.example" }), "nobody"],
    ["a cluster publishes Prometheus", published({ prometheus: "metrics.example" }), "publisher"],
    ["a cluster publishes Alertmanager", published({ alertmanager: "alerts.example" }), "publisher"],
    ["a cluster publishes it openly", { ...published({ prometheus: "metrics.example" }), ...never }, "nobody"],
    ["a cluster publishes none", { target: "kubernetes" }, "nobody"],
  ])("where %s", (_what, settings, expected) => {
    expect(webLogin(settingsOf(settings))).toBe(expected);
  });

  it("leaves StatsD, which can't ask, on this machine unless it's said", () => {
    const bind = (settings: Record<string, unknown>) => statsdBind(settingsOf(settings));
    expect(bind({})).toBe("127.0.0.1");
    expect(bind({ bindAddress: "::1" })).toBe("::1");
    expect(bind(open)).toBe("127.0.0.1");
    expect(bind({ bindAddress: "::" })).toBe("127.0.0.1");
    expect(bind({ ...open, access: { statsdBindAddress: "192.0.2.1" } })).toBe("192.0.2.1");
  });

  it("tells what is open because it was wanted so", () => {
    const doors = (settings: Record<string, unknown>) => openDoors(settingsOf(settings));
    expect([doors({}), doors(open), doors(never), doors(published({ prometheus: "m.example" }))]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(doors({ ...open, access: { login: "never", statsdBindAddress: "0.0.0.0" } })).toEqual([
      expect.stringMatching(
        /^Prometheus and every Alertmanager.* 0\.0\.0\.0, ask for no login.*access\.login is never$/,
      ),
      expect.stringMatching(/^StatsD at 0\.0\.0\.0 \(port 9125, UDP\)/),
    ]);
    expect(doors({ ...published({ prometheus: "m.example", app: "a.example" }), ...never })).toEqual([
      expect.stringMatching(/^m\.example ask for no login/),
    ]);
  });
});

describe("the configuration of logins", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["another word", { access: { login: "sometimes" } }, /sightline:access\.login: .*auto.*always.*never/],
    ["a misspelt key", { access: { logn: "never" } }, /sightline:access\.logn isn't known.*"login"/],
    ["no address", { access: { statsdBindAddress: "eth0" } }, /sightline:access\.statsdBindAddress: /],
    ["a short password", { webPassword: "sh0rt-1" }, /sightline:webPassword: .*at least 8/],
    ["a long one", { webPassword: "s3cret-".repeat(10) + "123" }, /sightline:webPassword: .*at most 72/],
    ["a variable of Grafana's", { webPassword: "s3cret-$HOME" }, /sightline:webPassword: .*except \$/],
    ["a space", { webPassword: "s3cret word" }, /sightline:webPassword: .*without a space/],
    ["what isn't ASCII", { webPassword: "s3cret-żółć" }, /sightline:webPassword: .*ASCII/],
    [
      "a password for nobody",
      { ...never, webPassword: "s3cret-word" },
      /webPassword is given, but access\.login is "never"/,
    ],
    [
      "a login that nobody in a cluster asks for",
      { target: "kubernetes", access: { login: "always" }, webPassword: "s3cret-word" },
      /^sightline:access\.login is "always", but nothing publishes .*; kubernetes\.ingress\.hosts or .*gateway\.hosts/,
    ],
    [
      "the password of a cluster that publishes only the application",
      { ...published({ app: "shop.example" }), webPassword: "s3cret-word" },
      /^sightline:webPassword is given, but nothing publishes Prometheus or Alertmanager/,
    ],
    [
      "StatsD of a cluster",
      { target: "kubernetes", access: { statsdBindAddress: "0.0.0.0" } },
      /access\.statsdBindAddress is 0\.0\.0\.0, but target is "kubernetes"/,
    ],
  ])("refuses %s, and says nothing of a password", (_what, settings, expected) => {
    expect(settingsFaults(settings)).toEqual([expect.stringMatching(expected)]);
    expect(settingsFaults(settings).join("\n")).not.toMatch(/s3cret|sh0rt/);
  });

  it("takes both in a cluster that publishes one of the two", () => {
    const more = { access: { login: "always" }, webPassword: "s3cret-word" };
    expect(settingsFaults({ ...published({ prometheus: "metrics.example" }), ...more })).toEqual([]);
  });

  it("takes what stands for a password that can't be decrypted here", () => {
    expect(settingsFaults({ webPassword: standInText })).toEqual([]);
    expect(settingsFaults({ webPassword: `!"#%&'()*+,-./:;<=>?@[]^_{|}~\`\\` })).toEqual([]);
  });
});
