export type Theme = "dark" | "light";

const storedTheme = "sightline.theme";

/** The address wins, then what was chosen here before, then what the browser prefers. */
export function readTheme(search: string): Theme {
  const given = new URLSearchParams(search).get("theme") ?? localStorage.getItem(storedTheme);
  if (given === "dark" || given === "light") return given;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(storedTheme, theme);
  const address = new URL(location.href);
  if (!address.searchParams.has("theme")) return;
  address.searchParams.set("theme", theme);
  history.replaceState(null, "", address);
}
