import type { Workload } from "../../signals/workload";
import { business } from "./business";
import { dashboard } from "./dashboard";
import { documentMetrics } from "./document";
import { errors } from "./errors";
import { metrics } from "./metrics";
import { performance } from "./performance";
import { resources } from "./resources";
import { slos } from "./slos";

export const pharmacyCarePlan: Workload = {
  name: "pharmacy-care-plan",
  title: "Pharmacy Care Plan",
  description: "A Django web application that has care plans written by a language model in Celery workers.",
  metrics,
  rules: [business, performance, errors, resources],
  dashboards: [dashboard],
  slos,
  documentMetrics,
};
