import { Popover } from "./Popover";

/** Nobody must take it for Grafana. */
export function About() {
  return (
    <Popover label="Not Grafana" name="Not Grafana: what this is" className="about" right>
      {(close) => (
        <div>
          <p>
            This is Sightline&apos;s read-only viewer. It takes Grafana&apos;s place where Grafana&apos;s image
            can&apos;t be had, and shows the same dashboards at the same addresses.
          </p>
          <p>
            It has no editing, Explore, alert pages, users and roles, annotations by hand, sharing, export or plug-ins.
          </p>
          <p>Times are of your browser&apos;s zone. Alerts and ad-hoc queries are at Prometheus itself.</p>
          <button type="button" onClick={close}>
            Close
          </button>
        </div>
      )}
    </Popover>
  );
}
