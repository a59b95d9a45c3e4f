import type { DocumentItem } from "../../signals/document";
import { alertItems } from "./document/alerts";
import { dashboardItems } from "./document/dashboards";
import { deliveryItems } from "./document/delivery";
import { healthItems } from "./document/health";
import { laterItems } from "./document/later";
import { metricItems } from "./document/metrics";
import { planningItems } from "./document/planning";
import { scrapeItems } from "./document/scrapes";

/** Everything that the application's document names, in its order, and where it is here. */
export const documentItems: readonly DocumentItem[] = [
  ...metricItems,
  ...scrapeItems,
  ...healthItems,
  ...alertItems,
  ...deliveryItems,
  ...laterItems,
  ...dashboardItems,
  ...planningItems,
];
