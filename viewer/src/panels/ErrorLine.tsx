import { useTheme2 } from "@grafana/ui";

/** In pixels. */
export const ERROR_LINE = 22;

/** What failed, below what could be drawn all the same: in a picture nobody can point at the sign in the corner. */
export function ErrorLine({ text }: { readonly text: string }) {
  const theme = useTheme2();
  return (
    <div
      title={text}
      style={{
        height: ERROR_LINE,
        padding: theme.spacing(0, 1),
        lineHeight: `${ERROR_LINE}px`,
        fontSize: theme.typography.bodySmall.fontSize,
        color: theme.colors.error.text,
        whiteSpace: "nowrap",
        overflow: "hidden",
        textOverflow: "ellipsis",
      }}
    >
      {text}
    </div>
  );
}
