import type { ReactNode } from "react";
import { About } from "./About";
import type { Theme } from "./theme";

export interface HeaderProps {
  /** The dashboard's; absent on the list. */
  readonly title?: string;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
  readonly children?: ReactNode;
}

/** On every page: where one is, what this is, light or dark, the way out. */
export function Header({ title, theme, onTheme, children }: HeaderProps) {
  const other = theme === "dark" ? "light" : "dark";
  return (
    <header>
      <nav aria-label="Where you are">
        {title === undefined ? (
          <h1>Dashboards</h1>
        ) : (
          <>
            <a href="/">Dashboards</a>
            <span aria-hidden="true">/</span>
            <h1>{title}</h1>
          </>
        )}
      </nav>
      <div className="tools">
        {children}
        <About />
        <button type="button" aria-label={`Use the ${other} theme`} onClick={() => onTheme(other)}>
          <span aria-hidden="true">{theme === "dark" ? "☀" : "☾"}</span>
        </button>
        <form method="post" action="/logout">
          <button type="submit">Log out</button>
        </form>
      </div>
    </header>
  );
}
