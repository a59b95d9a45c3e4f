import { getDisplayValueAlignmentFactors, type DisplayValueAlignmentFactors, type FieldDisplay } from "@grafana/data";
import {
  VizOrientation,
  type BarGaugeDisplayMode,
  type BarGaugeNamePlacement,
  type BarGaugeValueMode,
  type VizTextDisplayOptions,
} from "@grafana/schema";
import { BarGauge, useTheme2, VizRepeater } from "@grafana/ui";
import type { PanelProps } from "./PanelBody";
import { named, valuesOf } from "./values";

interface BarGaugeOptions {
  readonly orientation: VizOrientation;
  readonly displayMode: BarGaugeDisplayMode;
  readonly valueMode: BarGaugeValueMode;
  readonly namePlacement: BarGaugeNamePlacement;
  readonly showUnfilled: boolean;
  readonly sizing: string;
  readonly minVizWidth: number;
  readonly minVizHeight: number;
  readonly maxVizHeight: number;
  readonly text?: VizTextDisplayOptions;
}

/** A bar for each value. */
export function BarGaugePanel({ prepared, width, height }: PanelProps) {
  const theme = useTheme2();
  const options = prepared.options as unknown as BarGaugeOptions;
  const { displayMode } = options;
  const upright = width > height ? VizOrientation.Vertical : VizOrientation.Horizontal;
  const orientation = options.orientation === VizOrientation.Auto ? upright : options.orientation;
  return (
    <VizRepeater<FieldDisplay, DisplayValueAlignmentFactors>
      {...{ width, height, orientation }}
      source={prepared}
      renderCounter={0}
      itemSpacing={displayMode === "lcd" ? 2 : 10}
      minVizWidth={options.minVizWidth}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
      getValues={() => valuesOf(prepared, theme)}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, width, height, alignmentFactors, count, orientation }) => (
        <BarGauge
          {...{ theme, width, height, alignmentFactors, orientation, displayMode }}
          value={named(value, count)}
          field={value.field}
          display={value.colIndex === undefined ? undefined : value.view?.getFieldDisplayProcessor(value.colIndex)}
          itemSpacing={displayMode === "lcd" ? 2 : 10}
          text={options.text}
          showUnfilled={options.showUnfilled}
          valueDisplayMode={options.valueMode}
          namePlacement={options.namePlacement}
          isOverflow={options.sizing === "manual"}
        />
      )}
    />
  );
}
