import { useCallback, useEffect, useRef, useState } from "react";
import { loadDashboard } from "../../../signals/view/load";
import { prometheusAsk } from "../../../signals/view/prometheus";
import { parseDuration, resolveRange } from "../../../signals/view/range";
import type { DashboardJson, LoadedDashboard } from "../../../signals/view/types";
import type { View } from "./address";
import { asked, fetchDashboard, prometheusPath } from "./server";

export interface LoadedState {
  readonly loaded?: LoadedDashboard;
  /** Why there's nothing, or nothing newer. */
  readonly error?: string;
  readonly busy: boolean;
  readonly reload: () => void;
}

const ask = prometheusAsk(prometheusPath, { fetch: asked, timeoutSeconds: 60 });

interface Wanted {
  readonly json: DashboardJson;
  readonly view: View;
  /** Of the grid, in pixels; 0: not known yet. */
  readonly width: number;
  readonly openRows: readonly string[];
  readonly scrapeIntervalSeconds: number;
}

/** A dashboard with its data: asked anew when something about it changes, when asked to, and every so often. */
export function useLoaded({ json, view, width, openRows, scrapeIntervalSeconds }: Wanted): LoadedState {
  const [state, setState] = useState<Omit<LoadedState, "reload">>({ busy: true });
  const [turn, setTurn] = useState(0);
  const busy = useRef(false);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const { from, to, selected, refresh } = view;
  const what = JSON.stringify([from, to, selected, openRows]);

  useEffect(() => {
    if (width === 0) return;
    let stale = false;
    busy.current = true;
    setState((before) => ({ ...before, busy: true }));
    const load = async () => {
      // Read again, for a dashboard that was changed meanwhile.
      const current = turn === 0 ? json : await fetchDashboard(json.uid);
      const range = resolveRange({ from, to }, Date.now() / 1000);
      return loadDashboard(current, { range, scrapeIntervalSeconds, width, selected, openRows }, ask);
    };
    const done = (next: Omit<LoadedState, "reload" | "busy">) => {
      if (stale) return;
      busy.current = false;
      setState((before) => ({ loaded: before.loaded, ...next, busy: false }));
    };
    load().then(
      (loaded) => done({ loaded }),
      (error: Error) => done({ error: error.message }),
    );
    return () => {
      stale = true;
    };
    // `what` stands for the parts of the view that decide what is asked.
  }, [json, what, width, scrapeIntervalSeconds, turn]);

  useEffect(() => {
    const seconds = parseDuration(refresh) ?? 0;
    if (seconds <= 0) return;
    const timer = setInterval(
      () => {
        // Nobody looks, or the last answer isn't there yet: Prometheus needn't be asked.
        if (!document.hidden && !busy.current) reload();
      },
      Math.max(1, seconds) * 1000,
    );
    return () => clearInterval(timer);
  }, [refresh, reload]);

  return { ...state, reload };
}
