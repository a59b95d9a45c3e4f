import { PanelChrome } from "@grafana/ui";
import { Component, type ReactNode } from "react";
import { Notice } from "../panels/Notice";

interface Props {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly children: ReactNode;
}

/** One panel that can't be drawn doesn't take the others with it. React writes the error to the console by itself. */
export class Guard extends Component<Props, { readonly error?: Error }> {
  override state: { readonly error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { title, width, height, children } = this.props;
    const { error } = this.state;
    if (error === undefined) return children;
    return (
      <PanelChrome {...{ title, width, height }}>
        {() => (
          <div data-failed={error.message} style={{ height: "100%" }}>
            <Notice text="The preview failed to draw this panel" detail={error.message} />
          </div>
        )}
      </PanelChrome>
    );
  }
}
