import type { RowSpec } from "../../../signals/dashboard";
import { graph } from "../../../signals/panels";
import { containers as chosen } from "./variables";

/** What cAdvisor and the kubelets tell of containers. */

const traffic: RowSpec = {
  title: "Traffic: network",
  panels: [
    graph(
      "Received by container",
      "Bps",
      [
        {
          expr: `sum by (name) (rate(container_network_receive_bytes_total${chosen}[$__rate_interval]))`,
          legend: "{{name}}",
        },
      ],
      "Bytes a second over the network.",
      { width: 12 },
    ),
    graph(
      "Sent by container",
      "Bps",
      [
        {
          expr: `sum by (name) (rate(container_network_transmit_bytes_total${chosen}[$__rate_interval]))`,
          legend: "{{name}}",
        },
      ],
      "Bytes a second over the network.",
      { width: 12 },
    ),
  ],
};

const saturation: RowSpec = {
  title: "Saturation: containers",
  panels: [
    graph(
      "Container CPU",
      "short",
      [
        {
          expr: `sum by (name) (rate(container_cpu_usage_seconds_total${chosen}[$__rate_interval]))`,
          legend: "{{name}}",
        },
      ],
      "Processors that a container uses, in cores.",
      { decimals: 3 },
    ),
    graph(
      "Container memory",
      "bytes",
      [{ expr: `max by (name) (container_memory_working_set_bytes${chosen})`, legend: "{{name}}" }],
      "What a container can't give back.",
    ),
    graph(
      "Container memory over its limit",
      "percentunit",
      [
        {
          // A limit of 0 is none.
          expr: `max by (name) (container_memory_working_set_bytes${chosen}) / (max by (name) (container_spec_memory_limit_bytes${chosen}) > 0)`,
          legend: "{{name}}",
        },
      ],
      "At 100 % the kernel kills it.",
    ),
    graph(
      "CPU held back",
      "percentunit",
      [
        {
          expr: `sum by (name) (rate(container_cpu_cfs_throttled_periods_total${chosen}[$__rate_interval])) / (sum by (name) (rate(container_cpu_cfs_periods_total${chosen}[$__rate_interval])) > 0)`,
          legend: "{{name}}",
        },
      ],
      "Share of the periods in which a container had used up its CPU limit.",
      { width: 12 },
    ),
    graph(
      "Restarts of containers",
      "short",
      [
        {
          expr: `max by (name) (changes(container_start_time_seconds${chosen}[$__rate_interval]))`,
          legend: "{{name}}",
        },
      ],
      "How often it was started again, from one point to the next.",
      { decimals: 0, width: 12 },
    ),
  ],
};

export const containers = { traffic, saturation };
