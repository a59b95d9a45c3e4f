// Grafana as far as its start script deals with it: `grafana cli` and the server, on one file of state. Not more of it
// is pretended than what the script needs, and that as Grafana's source has it (pkg/api/user_token.go,
// pkg/cmd/grafana-cli/commands/reset_password_command.go).
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const { GF_PATHS_DATA: data, PRETENDED: folder, PRETENDED_PORT: port } = process.env;
const database = join(data, "grafana.db");
const has = (fault) => existsSync(join(folder, fault));
const log = (line) => appendFileSync(join(folder, "log"), `${line}\n`);
const load = () => JSON.parse(readFileSync(database, "utf8"));
/** Whole or not at all: the test reads it at any time. */
const save = (state) => {
  writeFileSync(`${database}.new`, JSON.stringify(state));
  renameSync(`${database}.new`, database);
};

function cli(args) {
  const [password = ""] = readFileSync(0, "utf8").split("\n");
  log(`cli ${args.join(" ")}`);
  if (has("no-reset") || password.length <= 4) {
    console.error("Error: ✗ failed to update user password");
    process.exit(1);
  }
  save({ ...load(), password });
  console.log("Admin password changed successfully ✔");
}

function serve(args) {
  log(`server ${process.pid} ${args.join(" ")}`);
  if (!existsSync(database))
    save({ password: readFileSync(join(folder, "secrets", "admin-password"), "utf8"), ids: [] });
  const ended = setInterval(() => has("crash") && process.exit(7), 50);
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const [status, body] = answer(request, Buffer.concat(chunks).toString());
      if (request.url !== "/api/health") log(`${request.method} ${request.url} ${status}`);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  server.listen(Number(port), "127.0.0.1");
  process.on("SIGTERM", () => {
    log("server ends");
    clearInterval(ended);
    server.close();
    server.closeAllConnections();
  });
}

function answer({ url, headers }, body) {
  if (url === "/api/health") return [200, { database: "ok" }];
  const state = load();
  const login = `Basic ${Buffer.from(`admin:${state.password}`).toString("base64")}`;
  if (has("locked") || headers.authorization !== login) return [401, { message: "Invalid username or password" }];
  if (url === "/api/user/auth-tokens") {
    return [200, state.ids.map((id) => ({ id, isActive: false, clientIp: "10.0.0.9", browserVersion: "12" }))];
  }
  if (url === "/api/admin/provisioning/datasources/reload") return [has("no-reload") ? 500 : 200, {}];
  const { authTokenId } = JSON.parse(body);
  if (has("no-revoke") || !state.ids.includes(authTokenId)) return [500, { message: "Failed to revoke" }];
  save({ ...state, ids: state.ids.filter((id) => id !== authTokenId) });
  return [200, { message: "User auth token revoked" }];
}

const [what, ...args] = process.argv.slice(2);
if (what === "cli") cli(args);
else serve(args);
