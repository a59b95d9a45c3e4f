import { getFrameDisplayName } from "@grafana/data";
import type { TableCellHeight, TableSortByFieldState } from "@grafana/schema";
import { useTheme2 } from "@grafana/ui";
import { TableNG } from "@grafana/ui/unstable";
import { useState } from "react";
import type { PanelProps } from "./PanelBody";

interface TableOptions {
  readonly showHeader: boolean;
  readonly showTypeIcons?: boolean;
  readonly sortBy: TableSortByFieldState[];
  readonly cellHeight: TableCellHeight;
  readonly frozenColumns?: { readonly left?: number };
  readonly enablePagination?: boolean;
}

/** Room for the choice among several tables. */
const CHOICE = 32;

/** The first table, and which others there are: as in Grafana, one at a time. */
export function TablePanel({ prepared, width, height, interactive }: PanelProps) {
  const theme = useTheme2();
  const [shown, setShown] = useState(0);
  const options = prepared.options as unknown as TableOptions;
  const { frames, fieldConfig, timeRange } = prepared;
  const data = frames[shown] ?? frames[0]!;
  const room = frames.length > 1 ? height - CHOICE : height;
  return (
    <>
      {/* The table takes all the height that there is around it. */}
      <div style={{ height: room }}>
        <TableNG
          {...{ data, width, fieldConfig, timeRange }}
          key={shown}
          height={room}
          noHeader={!options.showHeader}
          showTypeIcons={options.showTypeIcons}
          initialSortBy={options.sortBy}
          cellHeight={options.cellHeight}
          frozenColumns={options.frozenColumns?.left}
          enablePagination={options.enablePagination}
          resizable={interactive}
          structureRev={1}
          disableKeyboardEvents={!interactive}
        />
      </div>
      {frames.length > 1 && (
        <select
          value={shown}
          onChange={(event) => setShown(Number(event.target.value))}
          style={{
            width: "100%",
            height: CHOICE,
            padding: theme.spacing(0, 1),
            color: theme.colors.text.primary,
            background: theme.components.input.background,
            border: `1px solid ${theme.components.input.borderColor}`,
          }}
        >
          {frames.map((frame, i) => (
            <option key={i} value={i}>
              {getFrameDisplayName(frame, i)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
