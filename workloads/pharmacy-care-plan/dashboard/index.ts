import type { DashboardSpec } from "../../../signals/dashboard";
import * as metric from "../metrics";
import { business } from "./business";
import { errors } from "./errors";
import { health } from "./health";
import { latency } from "./latency";
import { saturation } from "./saturation";
import { traffic } from "./traffic";

export const dashboard: DashboardSpec = {
  uid: "pharmacy-care-plan",
  title: "Pharmacy Care Plan",
  description: "From the submission of a care plan to its completion: is it healthy, and if not, where does it hurt?",
  tags: ["sightline", "pharmacy-care-plan"],
  variables: [
    { name: "source", label: "Intake source", metric: metric.submitted.name, labelName: "source" },
    { name: "provider", label: "LLM provider", metric: metric.llmUsage.name, labelName: "provider" },
  ],
  rows: [health, traffic, errors, latency, saturation, business],
};
