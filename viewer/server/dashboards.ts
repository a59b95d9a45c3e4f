import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** As much of a dashboard's JSON as the server looks at. */
interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}

/**
 * The dashboards as they are mounted now. Read at every request: they are few and small, and a changed one is there at
 * once.
 */
export class Dashboards {
  constructor(private readonly folder: string) {}

  /** As Grafana's `/api/search` tells of them. */
  list() {
    return this.all()
      .map(({ uid, title, description = "", tags = [] }) => ({
        uid,
        title,
        description,
        tags,
        type: "dash-db",
        url: `/d/${uid}`,
      }))
      .sort((a, b) => (a.title < b.title ? -1 : 1));
  }

  /** The uid is compared with those that are there, and never part of a path. */
  get(uid: string): Dashboard | undefined {
    return this.all().find((dashboard) => dashboard.uid === uid);
  }

  private all(): Dashboard[] {
    return readdirSync(this.folder)
      .filter((name) => name.endsWith(".json"))
      .flatMap((name) => parsed(join(this.folder, name)) ?? []);
  }
}

/** A file that is just being written is none: it's there the next time. */
function parsed(file: string): Dashboard | undefined {
  try {
    const dashboard = JSON.parse(readFileSync(file, "utf8")) as Partial<Dashboard>;
    return typeof dashboard.uid === "string" && typeof dashboard.title === "string"
      ? (dashboard as Dashboard)
      : undefined;
  } catch {
    return undefined;
  }
}
