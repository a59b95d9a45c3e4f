import { beforeEach, describe } from "vitest";
import { noAlertmanager } from "../lib/delivery/alertmanager";
import { heartbeatTests } from "./delivery/heartbeat";
import { latencyTests } from "./delivery/latency";
import { mailTests } from "./delivery/mail";
import { manyTests } from "./delivery/many";
import { outageTests } from "./delivery/outage";
import { quietTests } from "./delivery/quiet";
import { whoTests } from "./delivery/who";

beforeEach(({ skip }) => skip(noAlertmanager !== undefined, noAlertmanager));

/**
 * A real Alertmanager with what a stack gives it, a real mail server, and servers that speak the APIs of those who are
 * told.
 */
describe("alerts", () => {
  whoTests();
  latencyTests();
  manyTests();
  // Each on its own, side by side: most of the time they wait.
  outageTests();
  quietTests();
  heartbeatTests();
  mailTests();
});
