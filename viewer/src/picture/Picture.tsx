import { createTheme } from "@grafana/data";
import type { LoadedDashboard } from "../../../signals/view/types";
import { Dashboard } from "../dashboard/Dashboard";
import { chosenText, rangeText } from "./texts";

export interface PictureInput {
  readonly loaded: LoadedDashboard;
  readonly theme: "dark" | "light";
  /** Of the whole picture, in pixels. */
  readonly width: number;
  /** Keys of panels to draw with an outline. */
  readonly outlined?: readonly string[];
  /** A line of whoever draws it: where the data is from. */
  readonly note?: string;
}

const MARGIN = 16;
const ORIGIN = "Preview drawn by Sightline with Grafana's panel libraries; not Grafana";

/** A dashboard as a picture: what it is, when and of what, and its panels. */
export function Picture({ loaded, theme, width, outlined, note }: PictureInput) {
  const { colors, typography } = createTheme({ colors: { mode: theme } });
  const variables = loaded.variables.filter(({ hidden }) => !hidden);
  const small = { fontSize: typography.bodySmall.fontSize, color: colors.text.secondary };
  const label = { ...small, color: colors.text.primary, background: colors.background.secondary };
  return (
    <div
      style={{
        width,
        padding: MARGIN,
        boxSizing: "border-box",
        background: colors.background.canvas,
        color: colors.text.primary,
        fontFamily: typography.fontFamily,
      }}
    >
      <div style={{ display: "flex", alignItems: "baseline", gap: 16, height: 36 }}>
        <h1 style={{ margin: 0, fontSize: typography.h3.fontSize, fontWeight: 500 }}>{loaded.title}</h1>
        <span style={{ ...small, flexGrow: 1 }}>{loaded.tags.join(" · ")}</span>
        <span style={small}>{rangeText(loaded.range)}</span>
      </div>
      {variables.length > 0 && (
        <div style={{ display: "flex", flexWrap: "wrap", gap: 16, lineHeight: "24px", paddingBottom: 8 }}>
          {variables.map((variable) => (
            <span key={variable.name} style={small}>
              <span style={{ ...label, padding: "4px 8px", marginRight: 4 }}>{variable.label || variable.name}</span>{" "}
              {chosenText(variable)}
            </span>
          ))}
        </div>
      )}
      <Dashboard loaded={loaded} theme={theme} width={width - 2 * MARGIN} outlined={outlined} />
      <div style={{ ...small, display: "flex", justifyContent: "space-between", lineHeight: "20px", paddingTop: 8 }}>
        <span>{ORIGIN}</span>
        <span>{note}</span>
      </div>
    </div>
  );
}
