import { describe, expect, it } from "vitest";
import { allows, type Connection, type Endpoint, type NetworkPolicy } from "../lib/network-policy";

const app: Endpoint = { namespace: "shop", labels: { role: "app" }, ip: "10.1.0.1", namedPorts: { http: 8000 } };
const db: Endpoint = { namespace: "shop", labels: { role: "db" }, ip: "10.1.0.2", namedPorts: { sql: 5432 } };
const probe: Endpoint = {
  namespace: "watch",
  labels: { role: "probe" },
  namespaceLabels: { team: "ops" },
  ip: "10.1.0.3",
};
const outside: Endpoint = { ip: "192.0.2.7" };

type Spec = NetworkPolicy["spec"];
const policy = (spec: Spec, namespace = "shop"): NetworkPolicy => ({ metadata: { name: "one", namespace }, spec });
const ofDb = (from: object, ports: readonly object[] = []): NetworkPolicy =>
  policy({ podSelector: { matchLabels: { role: "db" } }, ingress: [{ from: [from], ports }] });
const connection = (from: Endpoint, to: Endpoint, port = 5432, protocol: Connection["protocol"] = "TCP") => ({
  from,
  to,
  port,
  protocol,
});
const toDb = (policies: readonly NetworkPolicy[], from = app, port?: number, protocol?: Connection["protocol"]) =>
  allows(policies, connection(from, db, port, protocol));

describe("network policies", () => {
  it("let everything through that none selects", () => {
    expect(toDb([])).toBe(true);
    expect(toDb([policy({ podSelector: { matchLabels: { role: "other" } } })])).toBe(true);
    expect(toDb([policy({ podSelector: {} }, "watch")])).toBe(true);
  });

  it("deny the rest once one selects a pod, in the direction that it's about", () => {
    const all = { podSelector: {} };
    expect(toDb([policy(all)])).toBe(false);
    expect(allows([policy(all)], connection(db, outside))).toBe(true);
    expect(allows([policy({ ...all, policyTypes: ["Egress"] })], connection(db, outside))).toBe(false);
    expect(allows([policy({ ...all, policyTypes: ["Egress"] })], connection(probe, db))).toBe(true);
    expect(allows([policy({ ...all, egress: [] })], connection(db, outside))).toBe(false);
  });

  it("add up: what one has no other takes away", () => {
    const from = { podSelector: { matchLabels: { role: "app" } } };
    expect(toDb([policy({ podSelector: {} }), ofDb(from)])).toBe(true);
  });

  it("need both ends: let out and let in", () => {
    const out = policy({ podSelector: { matchLabels: { role: "app" } }, policyTypes: ["Egress"] });
    expect(toDb([out])).toBe(false);
  });

  it("take an empty rule, and empty lists, for everything", () => {
    expect(toDb([policy({ podSelector: {}, ingress: [{}] })])).toBe(true);
    expect(toDb([policy({ podSelector: {}, ingress: [{ from: [], ports: [] }] })], probe)).toBe(true);
  });

  it("mean pods of their own namespace, unless they say which", () => {
    const role = { matchLabels: { role: "probe" } };
    const named = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
    expect(toDb([ofDb({ podSelector: role })], probe)).toBe(false);
    expect(toDb([ofDb({ namespaceSelector: named("watch") })], probe)).toBe(true);
    expect(toDb([ofDb({ namespaceSelector: { matchLabels: { team: "ops" } } })], probe)).toBe(true);
    expect(toDb([ofDb({ namespaceSelector: named("watch"), podSelector: role })], probe)).toBe(true);
    expect(toDb([ofDb({ namespaceSelector: named("shop"), podSelector: role })], probe)).toBe(false);
    expect(toDb([ofDb({ namespaceSelector: {} })], outside)).toBe(false);
  });

  it.each<[string, readonly string[] | undefined, boolean]>([
    ["In", ["app", "web"], true],
    ["In", ["web"], false],
    ["NotIn", ["web"], true],
    ["NotIn", ["app"], false],
    ["Exists", undefined, true],
    ["DoesNotExist", undefined, false],
  ])("know the operator %s of %s", (operator, values, expected) => {
    expect(toDb([ofDb({ podSelector: { matchExpressions: [{ key: "role", operator, values }] } })])).toBe(expected);
  });

  it("know addresses, and those which are excepted", () => {
    const block = (cidr: string, except: string[] = []) => ofDb({ ipBlock: { cidr, except } });
    expect(toDb([block("192.0.2.0/24")], outside)).toBe(true);
    expect(toDb([block("192.0.2.0/24", ["192.0.2.4/30"])], outside)).toBe(false);
    expect(toDb([block("198.51.100.0/24")], outside)).toBe(false);
    expect(toDb([block("2001:db8::/32")], { ip: "2001:db8::1" })).toBe(true);
    expect(toDb([block("0.0.0.0/0")], { ip: "2001:db8::1" })).toBe(false);
    expect(toDb([block("0.0.0.0/0")], { namespace: "shop", labels: {} })).toBe(false);
  });

  it("know ports by number, by range and by name, and protocols", () => {
    const from = { namespaceSelector: {} };
    expect(toDb([ofDb(from, [{ port: 5432 }])])).toBe(true);
    expect(toDb([ofDb(from, [{ port: 5432 }])], app, 5433)).toBe(false);
    expect(toDb([ofDb(from, [{ port: 5432, protocol: "UDP" }])])).toBe(false);
    expect(toDb([ofDb(from, [{ port: 5400, endPort: 5500 }])])).toBe(true);
    expect(toDb([ofDb(from, [{ port: "sql" }])])).toBe(true);
    expect(toDb([ofDb(from, [{ port: "http" }])])).toBe(false);
    expect(toDb([ofDb(from, [{ protocol: "UDP" }])], app, 53, "UDP")).toBe(true);
  });

  it("can't keep a pod from itself, nor its node from asking for its health", () => {
    const none = [policy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] })];
    expect(allows(none, connection(db, { ...db }))).toBe(true);
    expect(toDb(none, { ip: "192.0.2.1", isNode: true })).toBe(true);
  });
});
