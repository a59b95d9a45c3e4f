import type { Fault } from "../signals/metrics";

/** The app's one page: what can be asked of it, and buttons for the faults. */
export function page(title: string, faults: Readonly<Record<Fault, boolean>>): string {
  const rows = Object.entries(faults)
    .map(([name, on]) => `<tr><td>${name}</td><td>${on ? "on" : "off"}</td><td>${button(name, on)}</td></tr>`)
    .join("\n");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}td{padding:.2rem 1rem .2rem 0}</style>
</head><body>
<h1>${escape(title)}</h1>
<p>A stand-in with the metrics of the real application: its traffic is simulated, its database and queue are real.</p>
<ul>
<li><a href="/metrics">/metrics</a>, <a href="/health">/health</a>, <a href="/health/deep">/health/deep</a>, <a href="/ready">/ready</a></li>
<li><code>POST /api/generate-careplan/</code> with a JSON object, then <code>GET /api/careplan/&lt;id&gt;/status/</code></li>
<li><a href="/api/search-careplans/">/api/search-careplans/</a>, with <code>?status=pending</code></li>
</ul>
<h2>Faults</h2>
<table>
${rows}
</table>
<script>
document.querySelectorAll("button").forEach((b) => (b.onclick = async () => {
  const answer = await fetch("/faults/" + b.dataset.fault, { method: b.dataset.method });
  if (answer.ok) location.reload(); else alert((await answer.json()).error);
}));
</script>
</body></html>
`;
}

function button(name: string, on: boolean): string {
  return `<button data-fault="${name}" data-method="${on ? "DELETE" : "PUT"}">${on ? "stop" : "start"}</button>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
