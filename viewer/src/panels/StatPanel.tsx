import { getDisplayValueAlignmentFactors, type DisplayValueAlignmentFactors, type FieldDisplay } from "@grafana/data";
import type { PercentChangeColorMode, VizOrientation, VizTextDisplayOptions } from "@grafana/schema";
import {
  BigValue,
  BigValueGraphMode,
  useTheme2,
  VizRepeater,
  type BigValueColorMode,
  type BigValueJustifyMode,
  type BigValueTextMode,
} from "@grafana/ui";
import type { PanelProps } from "./PanelBody";
import { valuesOf } from "./values";

interface StatOptions {
  readonly colorMode: BigValueColorMode;
  readonly graphMode: BigValueGraphMode;
  readonly justifyMode: BigValueJustifyMode;
  readonly textMode: BigValueTextMode;
  readonly orientation: VizOrientation;
  readonly wideLayout: boolean;
  readonly showPercentChange: boolean;
  readonly percentChangeColorMode: PercentChangeColorMode;
  readonly text?: VizTextDisplayOptions;
}

/** Large numbers, with a graph behind each. */
export function StatPanel({ prepared, width, height }: PanelProps) {
  const theme = useTheme2();
  const { wideLayout, orientation, showPercentChange, ...look } = prepared.options as unknown as StatOptions;
  const sparkline = look.graphMode !== BigValueGraphMode.None;
  return (
    <VizRepeater<FieldDisplay, DisplayValueAlignmentFactors>
      {...{ width, height, orientation }}
      source={prepared}
      renderCounter={0}
      itemSpacing={3}
      autoGrid
      getValues={() => valuesOf(prepared, theme, { sparkline, percentChange: showPercentChange })}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, width, height, alignmentFactors, count }) => (
        <BigValue
          {...{ theme, width, height, alignmentFactors, count }}
          value={value.display}
          sparkline={value.sparkline}
          colorMode={look.colorMode}
          graphMode={look.graphMode}
          justifyMode={look.justifyMode}
          textMode={look.textMode}
          text={look.text}
          percentChangeColorMode={look.percentChangeColorMode}
          disableWideLayout={!wideLayout}
        />
      )}
    />
  );
}
