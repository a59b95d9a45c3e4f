import { useCallback, useEffect, useState } from "react";
import type { DashboardJson } from "../../../signals/view/types";
import { readView, writeView, type View } from "./address";

/** How the dashboard is looked at: the address is where it's kept, so that it can be shared and gone back to. */
export function useView(json: DashboardJson): readonly [View, (change: Partial<View>) => void] {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const gone = () => setSearch(location.search);
    addEventListener("popstate", gone);
    return () => removeEventListener("popstate", gone);
  }, []);
  const change = useCallback(
    (by: Partial<View>) => {
      const next = writeView({ ...readView(location.search, json), ...by }, location.search);
      history.pushState(null, "", location.pathname + next);
      setSearch(next);
    },
    [json],
  );
  return [readView(search, json), change];
}
