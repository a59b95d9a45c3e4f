import { createTheme } from "@grafana/data";
import { GlobalStyles, ThemeContext } from "@grafana/ui";
import { useMemo } from "react";
import type { LoadedDashboard } from "../../../signals/view/types";
import { boxOf } from "./grid";
import { PanelFrame } from "./PanelFrame";
import { RowHeading } from "./RowHeading";

export interface DashboardProps {
  readonly loaded: LoadedDashboard;
  readonly theme: "dark" | "light";
  /** Of the whole grid, in pixels. */
  readonly width: number;
  /** `browser`, or a zone's name. Default `utc`. */
  readonly timeZone?: string;
  /** Keys of panels to draw with an outline. */
  readonly outlined?: readonly string[];
  /** A hand-hovered page: cursor, tooltips, legends that hide series. Default false: a picture. */
  readonly interactive?: boolean;
  /** The heading of a row was pressed. */
  readonly onToggleRow?: (key: string) => void;
  /** A time span was marked in a graph; seconds since 1970. */
  readonly onZoom?: (range: { readonly from: number; readonly to: number }) => void;
}

/** A dashboard's rows and panels on Grafana's grid, drawn with Grafana's panel libraries. */
export function Dashboard(props: DashboardProps) {
  const { loaded, width, timeZone = "utc", outlined = [], interactive = false, onToggleRow, onZoom } = props;
  const theme = useMemo(() => createTheme({ colors: { mode: props.theme } }), [props.theme]);
  const boxes = loaded.items.map(({ gridPos }) => boxOf(gridPos, width));
  const height = Math.max(0, ...boxes.map(({ top, height }) => top + height));
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <div data-dashboard={loaded.uid} style={{ position: "relative", width, height }}>
        {loaded.items.map((item, i) => {
          const box = boxes[i]!;
          return (
            <div key={`${item.kind} ${item.key}`} style={{ position: "absolute", ...box }}>
              {item.kind === "row" ? (
                <RowHeading row={item} onToggle={onToggleRow && (() => onToggleRow(item.key))} />
              ) : (
                <PanelFrame
                  {...{ loaded, timeZone, interactive, onZoom }}
                  panel={item}
                  width={box.width}
                  height={box.height}
                  outlined={outlined.includes(item.key)}
                />
              )}
            </div>
          );
        })}
      </div>
    </ThemeContext.Provider>
  );
}
