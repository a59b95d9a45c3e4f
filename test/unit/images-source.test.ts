import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { debianMirror, isDebian } from "../../cli/lib/apt";
import { diskFault } from "../../cli/lib/images";
import { readImageSource } from "../../images/source";
import { attempt, lastLines, pipe, run, waitUntil } from "../../cli/lib/shell";
import { compareWith, olderThan } from "../../cli/lib/versions";
import { UserError } from "../../signals/errors";

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "sightline-unit-"))));
afterEach(() => rmSync(dir, { recursive: true }));

function put(file: string, text: string): string {
  mkdirSync(join(dir, file, ".."), { recursive: true });
  writeFileSync(join(dir, file), text);
  return join(dir, file);
}

describe("a machine's image source", () => {
  it("is upstream where nothing was decided", () => expect(readImageSource(dir)).toBe("upstream"));

  it("is what was decided", () => {
    put(".sightline/images.json", '{"source":"local"}\n');
    expect(readImageSource(dir)).toBe("local");
  });

  it.each(["", "{}", '{"source":"elsewhere"}', "null"])("can't be %j", (text) => {
    const file = put(".sightline/images.json", text);
    expect(() => readImageSource(dir)).toThrow(UserError);
    expect(() => readImageSource(dir)).toThrow(file);
  });
});

describe("the disk check", () => {
  it("lets three gigabytes pass", () => expect(diskFault("/d", 3e9)).toBeUndefined());
  it("says what is there and what is needed", () => {
    expect(diskFault("/var/lib/docker", 1.24e9)).toMatch(/\/var\/lib\/docker has 1\.2 GB free.*3\.0 GB/);
  });
});

describe("this machine's Debian", () => {
  it.each([
    ["deb822", "sources.list.d/debian.sources", "Types: deb\nURIs: http://near.example/debian/\nSuites: bookworm\n"],
    ["one line", "sources.list", "# old\ndeb [signed-by=/k.gpg] http://near.example/debian bookworm main\n"],
  ])("names its mirror (%s)", (_, file, text) => {
    put(file, text);
    put("sources.list.d/a.sources", "URIs: https://packages.example/apt\nURIs: http://near.example/debian-security\n");
    expect(debianMirror(dir)).toBe("http://near.example/debian");
  });

  it("has Debian's own mirror otherwise", () => {
    put("sources.list.d/off.sources.disabled", "URIs: http://far.example/debian\n");
    expect(debianMirror(dir)).toBe("http://deb.debian.org/debian");
  });

  it.each([
    ["ID=debian\n", true],
    ["ID=ubuntu\nID_LIKE=debian\n", true],
    ['ID=mint\nID_LIKE="ubuntu debian"\n', true],
    ["ID=fedora\n", false],
  ])("is told by %j", (text, expected) => expect(isDebian(put("os-release", text))).toBe(expected));
});

describe("versions", () => {
  it.each([
    ["1.41", "1.41", false],
    ["1.9", "1.41", true],
    ["2.40.3-3", "2.24", false],
    ["1.29.2-3", "2.24", true],
    ["go1.24.1", "1.25", true],
    ["20.10.24+dfsg1", "20.10", false],
  ])("%s older than %s: %s", (version, minimum, expected) => expect(olderThan(version, minimum)).toBe(expected));

  it.each([
    ["3.5", "3.5.3", "same"],
    ["18.6", "18.6", "same"],
    ["3.5", "3.50.1", "later"],
    ["0.33", "0.34.0", "later"],
    ["3.5", "3.4.9", "other"],
    ["3.5", "4.0.0", "other"],
  ])("%s expected, %s found: %s", (expected, found, verdict) => expect(compareWith(expected, found)).toBe(verdict));
});

describe("programs", () => {
  it("return what they print", async () => {
    expect(await run("sh", ["-c", 'cat; echo "$MARK"'], { input: "in ", env: { MARK: "é" } })).toBe("in é");
  });

  it("fail with their last lines", async () => {
    const failing = run("sh", ["-c", "seq 1 50 >&2; exit 3"]);
    await expect(failing).rejects.toThrow(UserError);
    await expect(failing).rejects.toThrow(/failed \(exit 3\):\n39\n[^]*\n50$/);
  });

  it("that don't exist or don't end are outcomes too", async () => {
    expect(await attempt("no-such-program", [])).toMatchObject({ code: 127, stderr: "no-such-program: not found" });
    const started = Date.now();
    expect(await attempt("sleep", ["60"], { timeout: 100 })).toMatchObject({ code: 124 });
    expect(await attempt("sh", ["-c", "sleep 60 & wait"], { timeout: 100 })).toMatchObject({ code: 124 });
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it("that don't read their input don't fail for it", async () => {
    expect(await attempt("true", [], { input: "x".repeat(1e6) })).toMatchObject({ code: 0 });
  });

  it("hand bytes on unchanged", async () => {
    const [made, counted] = [["sh", "-c", "printf '\\377\\376\\000'; head -c 2000000 /dev/zero"], ["md5sum"]] as const;
    expect(await pipe([...made], [...counted])).toBe(await run("sh", ["-c", `(${made[2]}) | md5sum`]));
    await expect(pipe(["sh", "-c", "echo no >&2; exit 4"], ["cat"])).rejects.toThrow(/exit 4\):\nno/);
    await expect(pipe(["yes"], ["sh", "-c", "exit 5"])).rejects.toThrow(/exit 5/);
  });

  it("are waited for within bounds", async () => {
    let asked = 0;
    expect(await waitUntil(() => ++asked === 3, 5_000, 1)).toBe(true);
    expect(await waitUntil(() => false, 20, 1)).toBe(false);
    expect(lastLines("a\nb\nc\n", 2)).toBe("b\nc");
  });
});
