import { describe, expect, it } from "vitest";
import type { LoadedDashboard } from "../../signals/view/types";
import { readView, uidOf, writeView } from "../../viewer/src/live/address";
import { inOneColumn } from "../../viewer/src/live/narrow";
import { withClosed } from "../../viewer/src/live/rows";
import { rangeFault, rangeLabel, shifted, writable, zoomedOut } from "../../viewer/src/live/time";

const json = { time: { from: "now-6h", to: "now" }, refresh: "30s" };

describe("an address", () => {
  it("says what Grafana's says", () => {
    expect(
      readView("?from=now-1h&to=now&var-source=web&var-source=api&var-none=&refresh=5s&theme=light", json),
    ).toEqual({
      from: "now-1h",
      to: "now",
      refresh: "5s",
      selected: { source: ["web", "api"], none: [""] },
    });
  });

  it("leaves to the dashboard what it doesn't say", () => {
    expect(readView("", json)).toEqual({ from: "now-6h", to: "now", refresh: "30s", selected: {} });
    expect(readView("", {})).toMatchObject({ from: "now-1h", to: "now", refresh: "" });
    expect(readView("?refresh=", json).refresh).toBe("");
  });

  it("that is written is read as it was, and keeps what isn't ours", () => {
    const view = {
      from: "1700000000000",
      to: "1700003600000",
      refresh: "",
      selected: { "a b": ["$__all"], c: ["x&y=z", "ü"] },
    };
    const written = writeView(view, "?theme=light&orgId=1&from=now-1h&var-old=1");
    expect(readView(written, json)).toEqual(view);
    expect(new URLSearchParams(written).get("theme")).toBe("light");
    expect(new URLSearchParams(written).get("orgId")).toBe("1");
  });

  it("names a dashboard as Grafana's does", () => {
    expect([uidOf("/d/shop"), uidOf("/d/shop/the-shop"), uidOf("/"), uidOf("/dashboards")]).toEqual([
      "shop",
      "shop",
      undefined,
      undefined,
    ]);
  });
});

describe("a time range", () => {
  it("has a name", () => {
    expect(rangeLabel({ from: "now-1h", to: "now" })).toBe("Last 1 hour");
    expect(rangeLabel({ from: "now-2h", to: "now-1h" })).toBe("now-2h to now-1h");
    expect(rangeLabel({ from: "1700000000000", to: "now" })).toMatch(/^2023-11-1[45] \d\d:\d3:20 to now$/);
  });

  it("is written as a person would", () => {
    expect(writable({ from: "1700000000000", to: "now-1h" })).toEqual({ from: "2023-11-14T22:13:20Z", to: "now-1h" });
    expect(rangeFault(writable({ from: "1700000000000", to: "1700000001000" }))).toBeUndefined();
  });

  it("is moved by its half, and doubled", () => {
    expect(shifted({ from: 100, to: 200 }, -1)).toEqual({ from: "50000", to: "150000" });
    expect(shifted({ from: 100, to: 200 }, 1)).toEqual({ from: "150000", to: "250000" });
    expect(zoomedOut({ from: 100, to: 200 })).toEqual({ from: "50000", to: "250000" });
  });

  it("that can't be is told why", () => {
    expect(rangeFault({ from: "now-1h", to: "now" })).toBeUndefined();
    expect(rangeFault({ from: "yesterday", to: "now" })).toContain("yesterday");
    expect(rangeFault({ from: "now", to: "now-1h" })).toContain("before it begins");
  });
});

/** `title y h`, rows in capitals; a panel's x as a fourth. */
function dashboard(...items: readonly string[]): LoadedDashboard {
  return {
    items: items.map((text) => {
      const [key = "", y, h, x = "0"] = text.split(" ");
      const gridPos = { x: Number(x), y: Number(y), w: 12, h: Number(h) };
      const row = key === key.toUpperCase();
      return { kind: row ? "row" : "panel", key, title: key, gridPos, ...(row && { open: true, collapsed: false }) };
    }),
  } as unknown as LoadedDashboard;
}
const places = ({ items }: LoadedDashboard) => items.map(({ key, gridPos }) => `${key} ${gridPos.y} ${gridPos.h}`);

describe("rows", () => {
  const loaded = dashboard("A 0 1", "a 1 8", "b 1 6 12", "c 9 8", "B 17 1", "d 18 4", "C 22 1", "e 23 4");

  it("that are closed hide their panels, and what is below moves up", () => {
    expect(places(withClosed(loaded, new Set(["A"])))).toEqual(["A 0 1", "B 1 1", "d 2 4", "C 6 1", "e 7 4"]);
    expect(places(withClosed(loaded, new Set(["A", "B", "C"])))).toEqual(["A 0 1", "B 1 1", "C 2 1"]);
    expect(places(withClosed(loaded, new Set()))).toEqual(places(loaded));
    const [first] = withClosed(loaded, new Set(["A"])).items;
    expect(first).toMatchObject({ kind: "row", open: false });
  });

  it("and panels are below each other on a narrow page", () => {
    const narrow = inOneColumn(loaded);
    expect(places(narrow)).toEqual(["A 0 1", "a 1 8", "b 9 6", "c 15 8", "B 23 1", "d 24 4", "C 28 1", "e 29 4"]);
    for (const { gridPos } of narrow.items) expect(gridPos).toMatchObject({ x: 0, w: 24 });
  });
});
