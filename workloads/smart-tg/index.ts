import type { Workload } from "../../signals/workload";
import { accounts } from "./accounts";
import { automation } from "./automation";
import { accounts as accountsDashboard } from "./dashboards/accounts";
import { overview } from "./dashboards/overview";
import { system as systemDashboard } from "./dashboards/system";
import { defaults } from "./defaults";
import { documentMetrics } from "./document";
import { http } from "./http";
import { metrics } from "./metrics";
import { normalise } from "./normalise";
import { slos } from "./slos";
import { stores } from "./stores";
import { system } from "./system";

export const smartTg: Workload = {
  name: "smart-tg",
  title: "Smart TG",
  description: "The back end of a manager of Telegram accounts: sessions, automatic replies, automation tasks.",
  metrics,
  rules: [http, accounts, automation, stores, system],
  slos,
  dashboards: [overview, accountsDashboard, systemDashboard],
  defaults,
  normalise,
  documentMetrics,
};
