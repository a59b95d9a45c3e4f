import { expect, it } from "vitest";
import type { Recording } from "../../signals/rules";
import { unitIn } from "../lib/units";

/** Expressions that kube-prometheus-stack is known by: of the mixins of Kubernetes, node, Prometheus, Alertmanager. */

const recordings: readonly Recording[] = [
  {
    record: "instance:node_num_cpu:sum",
    expr: 'count without (cpu, mode) (node_cpu_seconds_total{mode="idle"})',
    help: "Recorded.",
  },
  {
    record: "instance:node_cpu_utilisation:rate5m",
    expr: '1 - avg without (cpu) (sum without (mode) (rate(node_cpu_seconds_total{mode=~"idle|iowait|steal"}[5m])))',
    help: "Recorded.",
  },
  { record: "instance:node_load1_per_cpu:ratio", expr: "node_load1 / instance:node_num_cpu:sum", help: "Recorded." },
  {
    record: "instance:node_memory_utilisation:ratio",
    expr: "1 - ((node_memory_MemAvailable_bytes or (node_memory_Buffers_bytes + node_memory_Cached_bytes + node_memory_MemFree_bytes + node_memory_Slab_bytes)) / node_memory_MemTotal_bytes)",
    help: "Recorded.",
  },
  {
    record: "namespace_cpu:kube_pod_container_resource_requests:sum",
    expr: 'sum by (namespace, cluster) (sum by (namespace, pod, cluster) (max by (namespace, pod, container, cluster) (kube_pod_container_resource_requests{resource="cpu"}) * on(namespace, pod, cluster) group_left() max by (namespace, pod, cluster) (kube_pod_status_phase{phase=~"Pending|Running"} == 1)))',
    help: "Recorded.",
  },
  {
    record: "namespace_memory:kube_pod_container_resource_requests:sum",
    expr: 'sum by (namespace) (max by (namespace, pod) (kube_pod_container_resource_requests{resource="memory"}) * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Running"} == 1))',
    help: "Recorded.",
  },
  {
    record: "cluster_quantile:apiserver_request_sli_duration_seconds:histogram_quantile",
    expr: 'histogram_quantile(0.99, sum by (cluster, le, resource) (rate(apiserver_request_sli_duration_seconds_bucket{verb=~"LIST|GET"}[5m]))) > 0',
    help: "Recorded.",
  },
  {
    record: "apiserver_request:burnrate1h",
    expr: '(sum by (cluster) (rate(apiserver_request_sli_duration_seconds_count{verb=~"POST|PUT"}[1h])) - sum by (cluster) (rate(apiserver_request_sli_duration_seconds_bucket{verb=~"POST|PUT", le="1"}[1h])) + sum by (cluster) (rate(apiserver_request_total{verb=~"POST|PUT", code=~"5.."}[1h]))) / sum by (cluster) (rate(apiserver_request_total{verb=~"POST|PUT"}[1h]))',
    help: "Recorded.",
  },
  {
    record: "node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate",
    expr: 'sum by (cluster, namespace, pod, container) (irate(container_cpu_usage_seconds_total{image!=""}[5m])) * on (cluster, namespace, pod) group_left(node) topk by (cluster, namespace, pod) (1, max by(cluster, namespace, pod, node) (kube_pod_info{node!=""}))',
    help: "Recorded.",
  },
];

it.each<[string, string]>([
  ["instance:node_num_cpu:sum", "a count"],
  ["instance:node_cpu_utilisation:rate5m", "a ratio"],
  ["instance:node_load1_per_cpu:ratio", "a ratio"],
  ["instance:node_memory_utilisation:ratio", "a ratio"],
  ["namespace_cpu:kube_pod_container_resource_requests:sum", "a ratio"],
  ["namespace_memory:kube_pod_container_resource_requests:sum", "bytes"],
  ["cluster_quantile:apiserver_request_sli_duration_seconds:histogram_quantile", "seconds"],
  ["apiserver_request:burnrate1h", "a ratio"],
  ["node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate", "a ratio"],
  [
    "sum(apiserver_request:burnrate1h) > (14.40 * 0.01000) and sum(apiserver_request:burnrate1h) > (14.40 * 0.01000)",
    "a ratio",
  ],
  [
    'node_filesystem_avail_bytes{fstype!=""} / node_filesystem_size_bytes{fstype!=""} * 100 < 15 and predict_linear(node_filesystem_avail_bytes{fstype!=""}[6h], 24*60*60) < 0 and node_filesystem_readonly{fstype!=""} == 0',
    "percent",
  ],
  ["node_filesystem_files_free / node_filesystem_files * 100 < 40", "percent"],
  ["rate(node_network_receive_errs_total[2m]) / rate(node_network_receive_packets_total[2m]) > 0.01", "a ratio"],
  ["(node_nf_conntrack_entries / node_nf_conntrack_entries_limit) > 0.75", "a ratio"],
  [
    "(node_timex_offset_seconds > 0.05 and deriv(node_timex_offset_seconds[5m]) >= 0) or (node_timex_offset_seconds < -0.05 and deriv(node_timex_offset_seconds[5m]) <= 0)",
    "seconds",
  ],
  ["min_over_time(node_timex_sync_status[5m]) == 0 and node_timex_maxerror_seconds >= 16", "true or false"],
  ['node_md_disks_required - ignoring (state) (node_md_disks{state="active"}) > 0', "a count"],
  ["node_filefd_allocated * 100 / node_filefd_maximum > 70", "percent"],
  [
    'sum without (mode) (avg without (cpu) (rate(node_cpu_seconds_total{mode!~"idle|iowait"}[2m]))) * 100 > 90',
    "percent",
  ],
  ["100 - (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100) > 90", "percent"],
  ["rate(node_disk_io_time_weighted_seconds_total[5m]) > 10", "a ratio"],
  ["rate(node_vmstat_pgmajfault[5m]) > 500", "events a second"],
  ['node_systemd_unit_state{state="failed"} == 1', "true or false"],
  ['sum without (device) (rate(node_network_receive_bytes_total{device!="lo"}[5m]))', "bytes a second"],
  ['max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1', "true or false"],
  [
    'sum by (namespace, pod) (max by(namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown"}) * on(namespace, pod) group_left(owner_kind) topk by(namespace, pod) (1, max by(namespace, pod, owner_kind) (kube_pod_owner{owner_kind!="Job"}))) > 0',
    "a count",
  ],
  ["kube_deployment_status_observed_generation != kube_deployment_metadata_generation", "a count"],
  [
    "(kube_deployment_spec_replicas > kube_deployment_status_replicas_available) and (changes(kube_deployment_status_replicas_updated[10m]) == 0)",
    "a count",
  ],
  [
    "(max without (revision) (kube_statefulset_status_current_revision unless kube_statefulset_status_update_revision) * (kube_statefulset_replicas != kube_statefulset_status_replicas_updated)) and (changes(kube_statefulset_status_replicas_updated[5m]) == 0)",
    "a count",
  ],
  [
    "time() - max by(namespace, job_name) (kube_job_status_start_time and kube_job_status_active > 0) > 43200",
    "seconds",
  ],
  [
    'sum(namespace_cpu:kube_pod_container_resource_requests:sum{}) - (sum(kube_node_status_allocatable{resource="cpu"}) - max(kube_node_status_allocatable{resource="cpu"})) > 0',
    "a ratio",
  ],
  [
    'sum(namespace_memory:kube_pod_container_resource_requests:sum{}) - (sum(kube_node_status_allocatable{resource="memory"}) - max(kube_node_status_allocatable{resource="memory"})) > 0',
    "bytes",
  ],
  [
    'kube_resourcequota{type="used"} / ignoring(instance, job, type) (kube_resourcequota{type="hard"} > 0) > 0.9 < 1',
    "a ratio",
  ],
  [
    'sum(min without(resource) (kube_resourcequota{type="hard", resource=~"(cpu|requests.cpu)"})) / sum(kube_node_status_allocatable{resource="cpu"}) > 1.5',
    'unknown: nothing says the unit of "kube_resourcequota"',
  ],
  [
    'sum(increase(container_cpu_cfs_throttled_periods_total{container!=""}[5m])) by (container) / sum(increase(container_cpu_cfs_periods_total[5m])) by (container) > ( 25 / 100 )',
    "a ratio",
  ],
  [
    "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes < 0.03 and kubelet_volume_stats_used_bytes > 0",
    "a ratio",
  ],
  [
    "apiserver_client_certificate_expiration_seconds_count > 0 and on(job) histogram_quantile(0.01, sum by (job, le) (rate(apiserver_client_certificate_expiration_seconds_bucket[5m]))) < 604800",
    "a count",
  ],
  [
    "sum(rate(apiserver_request_terminations_total[10m])) / (sum(rate(apiserver_request_total[10m])) + sum(rate(apiserver_request_terminations_total[10m]))) > 0.20",
    "a ratio",
  ],
  ['absent(up{job="apiserver"} == 1)', "true or false"],
  [
    'count by (cluster) (count by (git_version, cluster) (label_replace(kubernetes_build_info, "git_version", "$1", "git_version", "(v[0-9]*.[0-9]*).*"))) > 1',
    "a count",
  ],
  [
    '(sum by (namespace) (rate(rest_client_requests_total{code=~"5.."}[5m])) / sum by (namespace) (rate(rest_client_requests_total[5m]))) > 0.01',
    "a ratio",
  ],
  [
    "histogram_quantile(0.99, sum(rate(kubelet_pleg_relist_duration_seconds_bucket[5m])) by (instance, le)) >= 10",
    "seconds",
  ],
  ["kubelet_certificate_manager_client_ttl_seconds < 86400", "seconds"],
  [
    'count by (node) ((kube_pod_status_phase{phase="Running"} == 1) * on (namespace, pod) group_left (node) topk by (namespace, pod) (1, kube_pod_info)) / max by (node) (kube_node_status_capacity{resource="pods"} != 1) > 0.95',
    "a ratio",
  ],
  ["100 * (count(up == 0) BY (job, namespace, service) / count(up) BY (job, namespace, service)) > 10", "percent"],
  ["max_over_time(prometheus_config_last_reload_successful[5m]) == 0", "true or false"],
  [
    "predict_linear(prometheus_notifications_queue_length[5m], 60 * 30) > min_over_time(prometheus_notifications_queue_capacity[5m])",
    "a count",
  ],
  [
    "(rate(prometheus_notifications_errors_total[5m]) / rate(prometheus_notifications_sent_total[5m])) * 100 > 1",
    "percent",
  ],
  [
    "max_over_time(prometheus_remote_storage_highest_timestamp_in_seconds[5m]) - ignoring(remote_name, url) group_right max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds[5m]) > 120",
    "seconds",
  ],
  [
    "avg_over_time(prometheus_engine_queries[5m]) / max_over_time(prometheus_engine_queries_concurrent_max[5m]) > 0.8",
    "a ratio",
  ],
  [
    "max_over_time(alertmanager_cluster_members[5m]) < on (namespace, service) group_left count by (namespace, service) (max_over_time(alertmanager_cluster_members[5m]))",
    "a count",
  ],
  [
    "rate(alertmanager_notifications_failed_total[15m]) / ignoring (reason) group_left rate(alertmanager_notifications_total[15m]) > 0.01",
    "a ratio",
  ],
  [
    'count by (namespace, service) (changes(process_start_time_seconds{job="alertmanager-main"}[10m]) > 4) / count by (namespace, service) (up{job="alertmanager-main"}) >= 0.5',
    "a ratio",
  ],
  ['count_values by (namespace) ("config_hash", alertmanager_config_hash) != 1', "a count"],
])("%s", (expr, unit) => expect(unitIn(expr, recordings)).toBe(unit));
