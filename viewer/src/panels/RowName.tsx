import { useTheme2 } from "@grafana/ui";

interface Props {
  /** Where it ends, and its middle. */
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

/** Left of a row of a heatmap or a state timeline. */
export function RowName({ x, y, name }: Props) {
  const theme = useTheme2();
  return (
    <text x={x} y={y} fontSize={12} textAnchor="end" dominantBaseline="central" fill={theme.colors.text.primary}>
      {name}
    </text>
  );
}
