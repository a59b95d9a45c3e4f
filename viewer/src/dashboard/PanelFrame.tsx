import { LoadingState } from "@grafana/data";
import { Icon, PanelChrome, useTheme2 } from "@grafana/ui";
import { useMemo } from "react";
import type { LoadedDashboard, LoadedPanel } from "../../../signals/view/types";
import { PanelBody } from "../panels/PanelBody";
import { prepare } from "../panels/prepare";
import { Guard } from "./Guard";

interface Props {
  readonly loaded: LoadedDashboard;
  readonly panel: LoadedPanel;
  readonly timeZone: string;
  readonly width: number;
  readonly height: number;
  readonly interactive: boolean;
  readonly onZoom?: (range: { readonly from: number; readonly to: number }) => void;
}

/** A panel with its frame, or with why it couldn't be drawn; new data is a new try. */
export function PanelFrame({ outlined, ...props }: Props & { readonly outlined: boolean }) {
  const theme = useTheme2();
  const { panel, loaded, width, height } = props;
  return (
    <div
      data-panel-key={panel.key}
      data-panel-title={panel.title}
      style={{
        height: "100%",
        borderRadius: theme.shape.radius.default,
        // On top of the frame's own border, so that nothing moves.
        outline: outlined ? `3px solid ${theme.visualization.getColorByName("orange")}` : undefined,
      }}
    >
      <Guard key={`${loaded.range.from} ${loaded.range.to}`} title={panel.title} width={width} height={height}>
        <Frame {...props} />
      </Guard>
    </div>
  );
}

/** Grafana's frame: title, hint of a description, and a sign in its corner where something failed. */
function Frame({ loaded, panel, timeZone, width, height, interactive, onZoom }: Props) {
  const theme = useTheme2();
  const prepared = useMemo(() => prepare(loaded, panel, { theme, timeZone }), [loaded, panel, theme, timeZone]);
  const failed = prepared.errors.length > 0;
  return (
    <PanelChrome
      title={panel.title}
      description={panel.description}
      width={width}
      height={height}
      padding={panel.type === "table" ? "none" : "md"}
      displayMode={panel.json["transparent"] === true ? "transparent" : "default"}
      hoverHeader={panel.title === "" && panel.description === ""}
      loadingState={failed ? LoadingState.Error : LoadingState.Done}
      statusMessage={failed ? prepared.errors.join("\n") : undefined}
      titleItems={panel.json["libraryPanel"] === undefined ? undefined : <Icon name="library-panel" />}
    >
      {(width, height) => <PanelBody {...{ prepared, interactive, onZoom, loaded, width, height }} />}
    </PanelChrome>
  );
}
