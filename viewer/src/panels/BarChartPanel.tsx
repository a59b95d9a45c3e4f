import { dateTimeFormat, formattedValueToString, getFieldSeriesColor, type Field } from "@grafana/data";
import { LegendDisplayMode, type VizLegendOptions } from "@grafana/schema";
import { useTheme2, VizLayout, VizLegend } from "@grafana/ui";
import { Bars, type BarSeries } from "./Bars";
import { valueFields } from "./names";
import { Notice } from "./Notice";
import type { PanelProps } from "./PanelBody";

interface BarChartOptions {
  readonly orientation: string;
  readonly stacking: string;
  readonly groupWidth: number;
  readonly barWidth: number;
  readonly showValue: string;
  readonly xField?: string;
  readonly legend: VizLegendOptions;
}

/** Bars by category, such as a table's rows. Sightline's own; Grafana's isn't published. */
export function BarChartPanel({ prepared, width, height }: PanelProps) {
  const theme = useTheme2();
  const { stacking, groupWidth, barWidth, showValue, xField, legend, ...rest } =
    prepared.options as unknown as BarChartOptions;
  const fields = prepared.frames[0]!.fields;
  const category =
    fields.find(({ name }) => name === xField) ?? fields.find(({ type }) => type === "string" || type === "time");
  if (category === undefined) return <Notice text="Bar charts need a string or time field" />;
  const series = valueFields(prepared.frames.slice(0, 1))
    .filter(({ field }) => field !== category && field.type === "number")
    .map(({ field, name }): BarSeries => {
      const shown = field.values.map((value) => field.display!(value));
      const byValue = field.config.color?.mode === "thresholds" || (field.config.mappings ?? []).length > 0;
      const color = getFieldSeriesColor(field, theme).color;
      return {
        name,
        color,
        bars: field.values.map((value: number | null, i) => ({
          value: value ?? 0,
          text: value === null ? "" : formattedValueToString(shown[i]!),
          color: (byValue ? shown[i]!.color : undefined) ?? color,
        })),
        format: (value) => formattedValueToString(field.display!(value)),
        min: field.config.min ?? undefined,
        max: field.config.max ?? undefined,
      };
    });
  const items = series.map(({ name, color }) => ({ label: name, color, yAxis: 1 }));
  const shownLegend =
    legend.showLegend && legend.displayMode !== LegendDisplayMode.Hidden ? (
      <VizLayout.Legend placement={legend.placement}>
        <VizLegend items={items} placement={legend.placement} displayMode={legend.displayMode} />
      </VizLayout.Legend>
    ) : null;
  return (
    <VizLayout {...{ width, height }} legend={shownLegend}>
      {(width: number, height: number) => (
        <Bars
          {...{ width, height, series, groupWidth, barWidth }}
          categories={textsOf(category, prepared.timeZone)}
          stacked={stacking !== "none"}
          lying={rest.orientation === "horizontal"}
          texts={showValue !== "never"}
        />
      )}
    </VizLayout>
  );
}

function textsOf(field: Field, timeZone: string): string[] {
  if (field.type === "time")
    return field.values.map((value) => dateTimeFormat(value, { format: "MM/DD HH:mm", timeZone }));
  return field.values.map((value) => formattedValueToString(field.display!(value)));
}
