import { createTheme } from "@grafana/data";
import { GlobalStyles, ThemeContext } from "@grafana/ui";
import { useEffect, useMemo, useState } from "react";
import { uidOf } from "./address";
import { DashboardPage } from "./DashboardPage";
import { ListPage } from "./ListPage";
import { keepTheme, readTheme, type Theme } from "./theme";

/** A dashboard or the list of them, by the address; light or dark. */
export function App() {
  const [theme, setTheme] = useState<Theme>(() => readTheme(location.search));
  const grafanas = useMemo(() => createTheme({ colors: { mode: theme } }), [theme]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const onTheme = (next: Theme) => {
    keepTheme(next);
    setTheme(next);
  };
  const uid = uidOf(location.pathname);
  return (
    <ThemeContext.Provider value={grafanas}>
      <GlobalStyles />
      {uid === undefined ? <ListPage {...{ theme, onTheme }} /> : <DashboardPage {...{ uid, theme, onTheme }} />}
    </ThemeContext.Provider>
  );
}
