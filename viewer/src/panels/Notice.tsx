import { useTheme2 } from "@grafana/ui";

interface Props {
  readonly text: string;
  readonly detail?: string;
}

/** What stands in a panel instead of a picture. */
export function Notice({ text, detail }: Props) {
  const theme = useTheme2();
  return (
    <div
      style={{
        display: "flex",
        flexDirection: "column",
        alignItems: "center",
        justifyContent: "center",
        height: "100%",
        padding: theme.spacing(1),
        gap: theme.spacing(0.5),
        textAlign: "center",
        overflow: "hidden",
        color: theme.colors.text.secondary,
        fontSize: theme.typography.h6.fontSize,
      }}
    >
      <div>{text}</div>
      {detail && <div style={theme.typography.bodySmall as React.CSSProperties}>{detail}</div>}
    </div>
  );
}
