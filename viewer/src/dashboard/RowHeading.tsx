import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Icon, useStyles2 } from "@grafana/ui";
import type { LoadedRow } from "../../../signals/view/types";

interface Props {
  readonly row: LoadedRow;
  readonly onToggle?: () => void;
}

/** The heading of a row of panels. */
export function RowHeading({ row, onToggle }: Props) {
  const styles = useStyles2(stylesOf);
  return (
    <button type="button" className={styles.heading} onClick={onToggle} aria-expanded={row.open} data-row-key={row.key}>
      <Icon name={row.open ? "angle-down" : "angle-right"} />
      <span>{row.title}</span>
      {row.collapsed && row.open && !onToggle && <span className={styles.hint}>collapsed in Grafana at first</span>}
    </button>
  );
}

const stylesOf = (theme: GrafanaTheme2) => ({
  heading: css({
    display: "flex",
    alignItems: "center",
    gap: theme.spacing(0.5),
    width: "100%",
    height: "100%",
    padding: 0,
    border: "none",
    background: "transparent",
    color: theme.colors.text.primary,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  hint: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary, marginLeft: theme.spacing(1) }),
});
