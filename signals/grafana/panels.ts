import { PanelBuilder as BarGauge } from "@grafana/grafana-foundation-sdk/bargauge";
import {
  BigValueColorMode,
  BigValueGraphMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from "@grafana/grafana-foundation-sdk/common";
import {
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type Threshold,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { PanelBuilder as Gauge } from "@grafana/grafana-foundation-sdk/gauge";
import { DataqueryBuilder, PromQueryFormat, QueryEditorMode } from "@grafana/grafana-foundation-sdk/prometheus";
import { PanelBuilder as Stat } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as Table } from "@grafana/grafana-foundation-sdk/table";
import { PanelBuilder as TimeSeries } from "@grafana/grafana-foundation-sdk/timeseries";
import type { PanelSpec, QuerySpec, ThresholdSpec } from "../dashboard";

export interface DatasourceRef {
  readonly type: string;
  readonly uid: string;
}

type Builder = TimeSeries | Stat | BarGauge | Gauge | Table;

/** One panel, complete but for its id and place. */
export function panelBuilder(panel: PanelSpec, datasource: DatasourceRef): Builder {
  const { title, description, unit, min, max, decimals, thresholds = [] } = panel;
  const builder = kinds[panel.kind](panel)
    .title(title)
    .description(description)
    .datasource(datasource)
    .unit(unit)
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps(thresholds)))
    .targets(panel.queries.map((query, i) => target(query, i, panel.kind === "table", datasource)));
  // Over less than a minute, few events a minute are a saw.
  if (unit === "cpm") builder.interval("1m");
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  if (decimals !== undefined) builder.decimals(decimals);
  return builder;
}

const kinds: Readonly<Record<PanelSpec["kind"], (panel: PanelSpec) => Builder>> = {
  timeseries: ({ stacked = false, thresholds = [], queries, unit, max, decimals = 0 }) => {
    const lines = new TimeSeries()
      .lineWidth(1)
      // The areas of several lines hide each other.
      .fillOpacity(stacked ? 40 : severalLines(queries) ? 0 : 10)
      .showPoints(VisibilityMode.Never)
      .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None).group("A"))
      .thresholdsStyle(
        new GraphThresholdsStyleConfigBuilder().mode(
          thresholds.length > 0 ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off,
        ),
      )
      .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.PaletteClassic))
      .legend(
        new VizLegendOptionsBuilder()
          .showLegend(true)
          .displayMode(LegendDisplayMode.List)
          .placement(LegendPlacement.Bottom)
          .calcs([]),
      )
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
    const least = max === undefined ? leastAxis(unit, decimals) : undefined;
    if (least === undefined) return lines;
    const near = thresholds.map(({ value }) => value).filter((value) => value <= 10 * least);
    return lines.axisSoftMax(Math.max(least, ...near));
  },
  stat: ({ queries }) =>
    new Stat()
      .reduceOptions(newest())
      .colorMode(BigValueColorMode.Value)
      .colorScheme(byThreshold())
      .graphMode(queries.some((query) => query.instant) ? BigValueGraphMode.None : BigValueGraphMode.Area),
  bargauge: () =>
    new BarGauge().reduceOptions(newest()).orientation(VizOrientation.Horizontal).colorScheme(byThreshold()),
  gauge: () => new Gauge().reduceOptions(newest()).colorScheme(byThreshold()),
  table: () =>
    // The time is the same in every line of an instant query.
    new Table()
      .colorScheme(byThreshold())
      .withTransformation({ id: "organize", options: { excludeByName: { Time: true } } }),
};

const counts: readonly string[] = ["short", "cps", "cpm", "ops", "reqps"];

const others: Readonly<Record<string, number>> = { none: 2, percent: 10, percentunit: 0.1 };

/**
 * How far an axis goes at least: of nothing but zeros it would otherwise go up to 100. Thresholds up to ten times as much
 * are on it, since a line of zeros can still be seen with them. Decimals are asked for where less than 1 is much.
 */
function leastAxis(unit: PanelSpec["unit"], decimals: number): number | undefined {
  if (counts.includes(unit)) return decimals === 0 ? 1 : 0.1;
  return others[unit];
}

/** A legend with a label is one line for each of its values. */
function severalLines(queries: readonly QuerySpec[]): boolean {
  return queries.length > 1 || queries.some(({ legend }) => legend.includes("{{"));
}

function newest() {
  return new ReduceDataOptionsBuilder().calcs(["lastNotNull"]).fields("").values(false);
}

function byThreshold() {
  return new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
}

const colours = { critical: "red", warning: "orange" } as const;

/**
 * Grafana's steps each hold from their value upwards. A threshold that is bad below colours what comes before it;
 * without any threshold nothing is judged, so it isn't green.
 */
function steps(thresholds: readonly ThresholdSpec[]): Threshold[] {
  if (thresholds.length === 0) return [{ value: null, color: "blue" }];
  const ascending = [...thresholds].sort((a, b) => a.value - b.value);
  const first = ascending[0]!;
  return [
    { value: null, color: first.below ? colours[first.severity] : "green" },
    ...ascending.map(({ value, severity, below = false }, i) => {
      const next = ascending[i + 1];
      if (!below) return { value, color: colours[severity] };
      return { value, color: next?.below ? colours[next.severity] : "green" };
    }),
  ];
}

function target(spec: QuerySpec, i: number, table: boolean, datasource: DatasourceRef) {
  const { expr, legend, instant = false, scrapeSeconds } = spec;
  const query = new DataqueryBuilder()
    .refId(String.fromCharCode("A".charCodeAt(0) + i))
    .datasource(datasource)
    .editorMode(QueryEditorMode.Code)
    .format(table ? PromQueryFormat.Table : PromQueryFormat.TimeSeries)
    .expr(expr)
    .legendFormat(legend);
  if (scrapeSeconds !== undefined) query.interval(`${scrapeSeconds}s`);
  return instant || table ? query.instant() : query.range();
}
