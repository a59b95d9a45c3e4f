import type { ViewFinding } from "../../signals/view/types";
import type { Page } from "./browser";

/** Collects what a page says went wrong, each thing once. A panel can look right and have lost half of itself. */
export function watch(page: Page, where: string, origin: string): readonly ViewFinding[] {
  const findings: ViewFinding[] = [];
  const add = (what: string) => {
    if (findings.some((finding) => finding.what === what)) return;
    findings.push({ kind: "browser", where, what, level: "fault" });
  };
  page.on("console", (message) => {
    if (message.type() === "error") add(`the browser's console: ${firstLines(message.text())}`);
  });
  page.on("pageerror", (error) => add(`an error in the page: ${firstLines(error.message)}`));
  page.on("requestfailed", (request) => {
    if (isOwn(request.url(), origin)) add(`a request failed: ${request.url()} (${request.failure()?.errorText ?? ""})`);
  });
  page.on("request", (request) => {
    if (!isOwn(request.url(), origin)) add(`a request would leave the host: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) add(`a request failed: ${response.url()} (${response.status()})`);
  });
  return findings;
}

function isOwn(url: string, origin: string): boolean {
  return url.startsWith(`${origin}/`) || /^(data|blob|about):/.test(url);
}

function firstLines(text: string): string {
  return text.split("\n").slice(0, 3).join(" ").trim();
}
