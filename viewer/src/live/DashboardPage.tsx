import { useEffect, useMemo, useState } from "react";
import type { DashboardJson } from "../../../signals/view/types";
import { Dashboard } from "../dashboard/Dashboard";
import { Header, type HeaderProps } from "./Header";
import { inOneColumn, narrowWidth } from "./narrow";
import { Popover } from "./Popover";
import { problemsOf } from "./problems";
import { RefreshPicker } from "./RefreshPicker";
import { withClosed } from "./rows";
import { fetchDashboard, fetchSettings, type Settings } from "./server";
import { fixed } from "./time";
import { TimePicker } from "./TimePicker";
import { useLoaded } from "./use-loaded";
import { useView } from "./use-view";
import { useWidth } from "./use-width";
import { VariablePicker } from "./VariablePicker";

type Themed = Pick<HeaderProps, "theme" | "onTheme">;

/** A dashboard by its uid, or why there's none. */
export function DashboardPage({ uid, ...themed }: Themed & { readonly uid: string }) {
  const [found, setFound] = useState<readonly [DashboardJson, Settings]>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    Promise.all([fetchDashboard(uid), fetchSettings()]).then(setFound, (fault: Error) => setError(fault.message));
  }, [uid]);
  if (found) return <Found json={found[0]} settings={found[1]} {...themed} />;
  return (
    <>
      <Header title={uid} {...themed} />
      <main>{error === undefined ? <p role="status">Loading…</p> : <p role="alert">{error}</p>}</main>
    </>
  );
}

function Found({ json, settings, ...themed }: Themed & { readonly json: DashboardJson; readonly settings: Settings }) {
  const [view, change] = useView(json);
  const [grid, width] = useWidth<HTMLDivElement>();
  // Rows that are collapsed in the JSON and were opened here; rows that are open there and were closed here.
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const { scrapeIntervalSeconds } = settings;
  const { loaded, error, busy, reload } = useLoaded({ json, view, width, openRows: opened, scrapeIntervalSeconds });
  const shown = useMemo(() => {
    const rows = loaded && withClosed(loaded, closed);
    return rows && width < narrowWidth ? inOneColumn(rows) : rows;
  }, [loaded, closed, width]);
  useEffect(() => {
    document.title = `${loaded?.title ?? json.title} · Sightline viewer`;
  }, [loaded?.title, json.title]);

  const toggle = (key: string) => {
    const row = loaded?.items.find((item) => item.kind === "row" && item.key === key);
    if (row?.kind !== "row") return;
    if (row.collapsed) setOpened(flipped(opened, key));
    else setClosed(new Set(flipped([...closed], key)));
  };
  return (
    <>
      <Header title={loaded?.title ?? json.title} {...themed}>
        <TimePicker range={view} resolved={loaded?.range} onChange={change} />
        <RefreshPicker
          refresh={view.refresh}
          busy={busy}
          onChange={(refresh) => change({ refresh })}
          onRefresh={reload}
        />
      </Header>
      <main>
        <section className="bar" aria-label="Variables and state">
          {loaded?.variables.map((variable) => (
            <VariablePicker
              key={`${variable.name} ${variable.selected.join("\n")}`}
              variable={variable}
              onChange={(values) => change({ selected: { ...view.selected, [variable.name]: values } })}
            />
          ))}
          {shown && <Problems found={problemsOf(shown)} />}
          <p className="quiet" role="status">
            {busy ? "Loading…" : loaded && `As of ${new Date(loaded.range.to * 1000).toLocaleTimeString()}`}
          </p>
        </section>
        {error !== undefined && <p role="alert">The dashboard can&apos;t be loaded: {error}</p>}
        <div ref={grid} className="grid" aria-busy={busy}>
          {shown && width > 0 && (
            <Dashboard
              loaded={shown}
              theme={themed.theme}
              width={width}
              timeZone="browser"
              interactive
              onToggleRow={toggle}
              onZoom={(range) => change(fixed(range))}
            />
          )}
        </div>
      </main>
    </>
  );
}

function Problems({ found }: { readonly found: readonly string[] }) {
  if (found.length === 0) return null;
  return (
    <Popover label={`${found.length} ${found.length === 1 ? "problem" : "problems"}`} className="problems">
      {(close) => (
        <div>
          <ul>
            {found.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <button type="button" onClick={close}>
            Close
          </button>
        </div>
      )}
    </Popover>
  );
}

function flipped(keys: readonly string[], key: string): string[] {
  return keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key];
}
