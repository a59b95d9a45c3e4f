import { describe, expect, it } from "vitest";
import { normalisation } from "../../signals/normalise";
import { smartTg } from "../../workloads/smart-tg";

/** As Prometheus relabels: anchored at both ends, one step after another, a group that took no part is empty. */
function relabelled(endpoint: string): string {
  return normalisation(smartTg).reduce((value, { regex, replacement, sourceLabels, targetLabel }) => {
    expect([sourceLabels, targetLabel]).toEqual([["endpoint"], "endpoint"]);
    const match = new RegExp(`^(?:${regex})$`, "s").exec(value);
    return match === null ? value : replacement!.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? "");
  }, endpoint);
}

const uuid = "7f1c2a90-3b4d-4e5f-8a6b-0123456789ab";

describe("smart-tg's endpoints", () => {
  it.each([
    ["/api/v1/accounts/123", "/api/v1/accounts/{id}"],
    [`/api/v1/scripts/${uuid}`, "/api/v1/scripts/{uuid}"],
    ["/api/v1/accounts/123/", "/api/v1/accounts/{id}/"],
    ["/api/v1/accounts/123/messages", "/api/v1/accounts/{id}/messages"],
    ["/api/v1/accounts/123/messages/456", "/api/v1/accounts/{id}/messages/{id}"],
    ["/api/v1/groups/1/accounts/2/messages/3", "/api/v1/groups/{id}/accounts/{id}/messages/{id}"],
    [`/api/v1/accounts/7/scripts/${uuid}/runs/12`, "/api/v1/accounts/{id}/scripts/{uuid}/runs/{id}"],
    [`/api/v1/scripts/${uuid.toUpperCase()}/roles`, "/api/v1/scripts/{uuid}/roles"],
    [`/api/v1/scripts/${uuid.replaceAll("-", "")}`, "/api/v1/scripts/{uuid}"],
    ["/api/v1/scripts/01234567890123456789012345678901", "/api/v1/scripts/{uuid}"],
    ["/123", "/{id}"],
    ["/1/2", "/{id}/{id}"],
  ])("%s is stored as %s", (endpoint, stored) => {
    expect(relabelled(endpoint)).toBe(stored);
  });

  it.each([
    "",
    "/",
    "/metrics",
    "/api/v1/accounts",
    "/api/v1/accounts/{id}",
    "/api/v1/scripts/{uuid}/roles",
    "/api/v2/oauth2/callback",
    "/api/v1/accounts/me",
    "/api/v1/accounts/12ab",
    "/api/v1/files/session_123.session",
    `/api/v1/scripts/${uuid}f`,
  ])("%j stays", (endpoint) => {
    expect(relabelled(endpoint)).toBe(endpoint);
  });

  it("need nothing but what RE2 has", () => {
    for (const { regex } of smartTg.normalise!) expect(regex).not.toMatch(/\(\?<?[=!]|\\\d/);
  });
});
