/** The login's page and its style: plain HTML, so that it needs no script and nothing of the page behind it. */
export function loginPage(next: string, message = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>Log in · Sightline viewer</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/login.css">
</head>
<body>
<main>
<h1>Sightline viewer</h1>
<p>In Grafana's place: its dashboards, read-only.</p>
${message === "" ? "" : `<p role="alert">${escaped(message)}</p>\n`}<form method="post" action="/login">
<input type="hidden" name="next" value="${escaped(next)}">
<label for="user">User</label>
<input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required value="admin">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button type="submit">Log in</button>
</form>
<p class="hint">Your password is where <code>npm run up</code> says: <code>grafana-admin</code> of <code>secrets.json</code>.</p>
</main>
</body>
</html>
`;
}

export const loginStyle = `:root { color-scheme: dark light; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif;
  background: #111217; color: #d5d6e0; }
main { width: min(24rem, 100vw - 2rem); padding: 2rem; border-radius: 6px; background: #181b1f; }
h1 { margin: 0; font-size: 1.5rem; font-weight: 500; }
label { display: block; margin: 1rem 0 .25rem; }
input { width: 100%; padding: .5rem; font: inherit; color: inherit; background: #111217; border: 1px solid #8e8e99;
  border-radius: 3px; }
button { margin-top: 1.5rem; width: 100%; padding: .6rem; font: inherit; font-weight: 500; color: #fff;
  background: #3d71d9; border: 0; border-radius: 3px; cursor: pointer; }
:focus-visible { outline: 2px solid #6e9fff; outline-offset: 2px; }
[role=alert] { padding: .5rem .75rem; border-left: 4px solid #e02f44; background: #2b1418; color: #ffd9de; }
.hint { margin-bottom: 0; font-size: .875rem; }
@media (prefers-color-scheme: light) {
  body { background: #f4f5f5; color: #24292e; }
  main { background: #fff; }
  input { background: #fff; }
  [role=alert] { background: #fdecee; color: #7a0d1c; }
}
`;

/** Of the browser's tab; the page itself has none of its own. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#3d71d9"/><path d="M2 11l4-5 3 3 5-6" fill="none" stroke="#fff" stroke-width="2"/></svg>
`;

function escaped(text: string): string {
  const names: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => names[character] as string);
}
