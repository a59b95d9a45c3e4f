// Entry of every npm command: installs the packages that package-lock.json names when they aren't there, then hands
// over to main.ts. Plain JavaScript, since nothing is installed before it.
"use strict";
const { createHash } = require("node:crypto");
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

const root = join(__dirname, "..");
const [major] = process.versions.node.split(".");
if (Number(major) < 20) fail(`Node ${process.versions.node} is too old: 20 or later was expected`);

const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const mark = join(root, "node_modules", ".sightline-installed");
if (!existsSync(mark) || readFileSync(mark, "utf8") !== wanted) {
  process.stderr.write("Installing the packages of package-lock.json (once)...\n");
  const { status, error } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error || status !== 0) fail(`npm ci failed${error ? `: ${error.message}` : ""}`);
  writeFileSync(mark, wanted);
}
require("tsx/cjs/api").register();
require("./main.ts");

function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(1);
}
