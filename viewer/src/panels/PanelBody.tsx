import type { ComponentType } from "react";
import type { LoadedDashboard } from "../../../signals/view/types";
import { BarChartPanel } from "./BarChartPanel";
import { BarGaugePanel } from "./BarGaugePanel";
import { ERROR_LINE, ErrorLine } from "./ErrorLine";
import { GaugePanel } from "./GaugePanel";
import { HeatmapPanel } from "./HeatmapPanel";
import { Notice } from "./Notice";
import { PieChartPanel } from "./PieChartPanel";
import { hasValues, type Prepared } from "./prepare";
import { StatPanel } from "./StatPanel";
import { StateTimelinePanel } from "./StateTimelinePanel";
import { TablePanel } from "./TablePanel";
import { TextPanel } from "./TextPanel";
import { TimeSeriesPanel } from "./TimeSeriesPanel";

/** What every kind of panel is given. */
export interface PanelProps {
  readonly prepared: Prepared;
  readonly loaded: LoadedDashboard;
  readonly width: number;
  readonly height: number;
  readonly interactive: boolean;
  readonly onZoom?: (range: { readonly from: number; readonly to: number }) => void;
}

const drawn: Readonly<Record<string, ComponentType<PanelProps>>> = {
  timeseries: TimeSeriesPanel,
  stat: StatPanel,
  bargauge: BarGaugePanel,
  gauge: GaugePanel,
  table: TablePanel,
  "state-timeline": StateTimelinePanel,
  heatmap: HeatmapPanel,
  piechart: PieChartPanel,
  barchart: BarChartPanel,
};

/** The inside of a panel, by its type. */
export function PanelBody(props: PanelProps) {
  const { panel, frames, errors, fieldConfig } = props.prepared;
  if (panel.type === "text") return <TextPanel {...props} />;
  const Panel = drawn[panel.type];
  if (Panel === undefined) return <Notice text={`This panel is a '${panel.type}': the preview can't draw it`} />;
  if (!hasValues(frames)) return <Notice text={fieldConfig.defaults.noValue ?? "No data"} detail={errors.join("\n")} />;
  if (errors.length === 0) return <Panel {...props} />;
  return (
    <>
      <Panel {...props} height={props.height - ERROR_LINE} />
      <ErrorLine text={errors.join("; ")} />
    </>
  );
}
