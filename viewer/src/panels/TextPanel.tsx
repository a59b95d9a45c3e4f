import { css } from "@emotion/css";
import { renderTextPanelMarkdown, textUtil, type GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import type { PanelProps } from "./PanelBody";

/** Markdown or HTML, both freed of what could run. */
export function TextPanel({ prepared }: PanelProps) {
  const styles = useStyles2(stylesOf);
  const { mode, content } = prepared.options as { readonly mode: string; readonly content: string };
  const text = prepared.interpolate(content);
  if (mode === "code") return <pre className={styles.code}>{text}</pre>;
  const html = mode === "html" ? textUtil.sanitizeTextPanelContent(text) : renderTextPanelMarkdown(text);
  return <div className={`markdown-html ${styles.text}`} dangerouslySetInnerHTML={{ __html: html }} />;
}

const stylesOf = (_theme: GrafanaTheme2) => ({
  text: css({ height: "100%", overflow: "hidden" }),
  code: css({ height: "100%", margin: 0, overflow: "hidden" }),
});
