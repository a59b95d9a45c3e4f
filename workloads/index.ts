import type { Workload } from "../signals/workload";
import { pharmacyCarePlan } from "./pharmacy-care-plan";

/** Every workload that Sightline ships, by the name that `sightline:workload` takes. */
export const workloads: Readonly<Record<string, Workload>> = {
  [pharmacyCarePlan.name]: pharmacyCarePlan,
};
