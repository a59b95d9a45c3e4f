/**
 * Units of what exporters emit, where the name doesn't say it by the convention of Prometheus (`_seconds`, `_bytes`,
 * `_total`), or says it wrongly. Read from the exporters' own help texts and documentation; a name that isn't here and
 * has no unit in it can't be derived.
 *
 * A regular expression stands for several names; it is matched as a whole.
 */
export const exporterUnits: readonly { readonly unit: string; readonly source: string; readonly names: string }[] = [
  // What Prometheus itself stores: prometheus.io/docs/concepts/jobs_instances, and the docs of alerting rules.
  { unit: "boolean", source: "prometheus", names: "up" },
  { unit: "info", source: "prometheus", names: "ALERTS" },
  { unit: "timestamp", source: "prometheus", names: "ALERTS_FOR_STATE" },
  {
    unit: "count",
    source: "prometheus",
    names: "scrape_samples_scraped scrape_samples_post_metric_relabeling scrape_series_added scrape_sample_limit",
  },

  // Client libraries: client_golang's process, go and promhttp collectors.
  { unit: "timestamp", source: "client_golang", names: "process_start_time_seconds go_memstats_last_gc_time_seconds" },
  {
    unit: "count",
    source: "client_golang",
    names:
      "process_open_fds process_max_fds process_threads go_goroutines go_threads go_memstats_heap_objects " +
      "go_sched_gomaxprocs_threads go_gc_heap_objects_objects go_sched_.*_goroutines go_sched_.*_threads " +
      "promhttp_metric_handler_requests_in_flight",
  },
  { unit: "percent", source: "client_golang", names: "go_gc_gogc_percent" },

  // Prometheus and Alertmanager: help texts of their /metrics.
  {
    unit: "boolean",
    source: "prometheus, alertmanager and exporters on client_golang",
    names:
      ".*_config_last_reload_successful prometheus_ready prometheus_engine_query_log_enabled " +
      "prometheus_tsdb_compaction_populating_block alertmanager_cluster_enabled",
  },
  {
    unit: "timestamp_ms",
    source: "prometheus",
    names: "prometheus_tsdb_(head_max_time|head_min_time|lowest_timestamp)",
  },
  {
    unit: "timestamp",
    source: "prometheus",
    names: "prometheus_tsdb_head_(max|min)_time_seconds prometheus_remote_storage_highest_timestamp_in_seconds",
  },
  {
    unit: "bytes",
    source: "prometheus",
    names: "prometheus_tsdb_wal_record_bytes_saved_total prometheus_tsdb_wal_record_parts_bytes_written_total",
  },
  {
    unit: "count",
    source: "prometheus",
    names:
      "prometheus_(api_notification_active_subscribers|engine_queries|engine_queries_concurrent_max) " +
      "prometheus_notifications_(alertmanagers_discovered|queue_capacity|queue_length) " +
      "prometheus_remote_read_handler_queries prometheus_rule_group_(last_evaluation_samples|rules) " +
      "prometheus_sd_(discovered_targets|failed_configs|kubernetes_failures_total) " +
      "prometheus_target_metadata_cache_entries prometheus_treecache_watcher_goroutines " +
      "prometheus_target_scrape_pool_(symboltable_items|target_limit|targets) " +
      "prometheus_tsdb_(blocks_loaded|head_active_appenders|head_chunks|head_series|compaction_chunk_samples) " +
      "prometheus_tsdb_exemplar_(exemplars_in_storage|max_exemplars|series_with_exemplars_in_storage) " +
      "prometheus_remote_storage_(shards|shards_desired|shards_max|shards_min|shard_capacity|max_samples_per_send) " +
      "prometheus_remote_storage_(samples|exemplars|histograms)_pending",
  },
  {
    unit: "code",
    source: "prometheus",
    names:
      "prometheus_tsdb_(clean_start|isolation_high_watermark|isolation_low_watermark|wal_segment_current) " +
      "go_gc_limiter_last_enabled_gc_cycle alertmanager_config_hash " +
      "prometheus_wal_watcher_current_segment alertmanager_peer_position alertmanager_cluster_health_score",
  },
  {
    unit: "count",
    source: "alertmanager",
    names:
      "alertmanager_(alerts|alerts_per_alert_limit|dispatcher_aggregation_groups|http_requests_in_flight) " +
      "alertmanager_(inhibition_rules|integrations|receivers|silences) " +
      "alertmanager_cluster_(members|failed_peers|messages_queued) " +
      "alertmanager_silences_(matcher_index|state|version_index)_size",
  },

  // blackbox_exporter: help texts of a probe.
  { unit: "boolean", source: "blackbox_exporter", names: "probe_success probe_failed_due_to_regex probe_http_ssl" },
  {
    unit: "timestamp",
    source: "blackbox_exporter",
    names: "probe_ssl_earliest_cert_expiry probe_ssl_last_chain_expiry_.*",
  },
  { unit: "bytes", source: "blackbox_exporter", names: "probe_http_(content|uncompressed_body)_length" },
  { unit: "count", source: "blackbox_exporter", names: "probe_http_redirects" },
  {
    unit: "code",
    source: "blackbox_exporter",
    names: "probe_http_status_code probe_http_version probe_ip_addr_hash probe_ip_protocol",
  },

  // statsd_exporter: help texts.
  {
    unit: "count",
    source: "statsd_exporter",
    names: "statsd_exporter_loaded_mappings statsd_exporter_metrics_total statsd_metric_mapper_cache_length",
  },

  // cAdvisor: docs/storage/prometheus.md. Quotas and periods are those of the kernel's CFS, in microseconds.
  { unit: "microseconds", source: "cadvisor", names: "container_spec_cpu_(quota|period)" },
  {
    unit: "timestamp",
    source: "cadvisor",
    names: "container_start_time_seconds container_creation_time_seconds container_last_seen",
  },
  {
    unit: "bytes",
    source: "cadvisor",
    names: "container_memory_(cache|kernel_usage|mapped_file|rss|swap) machine_nvm_capacity",
  },
  { unit: "boolean", source: "cadvisor", names: "container_scrape_error machine_scrape_error" },
  { unit: "code", source: "cadvisor", names: "container_health_state" },
  {
    unit: "count",
    source: "cadvisor",
    names:
      "container_(cpu_load_average_10s|cpu_load_d_average_10s|memory_failcnt|spec_cpu_shares|tasks_state) " +
      "container_(processes|threads|threads_max|file_descriptors|sockets|fs_inodes_free|fs_inodes_total|fs_io_current) " +
      "machine_cpu_(books|drawers|sockets|physical_cores)",
  },
  // Compared with processor time over time, which is cores.
  { unit: "cores", source: "cadvisor", names: "machine_cpu_cores" },

  // node_exporter: help texts, and Linux' Documentation/filesystems/proc.rst for /proc/vmstat and /proc/net/*.
  { unit: "timestamp", source: "node_exporter", names: "node_time_seconds node_boot_time_seconds" },
  {
    unit: "boolean",
    source: "node_exporter",
    names:
      "node_filesystem_(readonly|device_error) node_scrape_collector_success node_selinux_enabled " +
      "node_timex_sync_status node_systemd_unit_state node_systemd_system_running node_network_(up|carrier) " +
      "node_md_state node_hwmon_temp_alarm node_hwmon_temp_crit_alarm_celsius node_power_supply_online " +
      "node_netstat_Ip_Forwarding node_textfile_scrape_error node_rapl_.*_enabled",
  },
  { unit: "info", source: "node_exporter", names: "node_hwmon_(chip_names|sensor_label)" },
  { unit: "bits", source: "node_exporter", names: "node_entropy_(available|pool_size)_bits" },
  { unit: "kibibytes", source: "node_exporter, /proc/vmstat", names: "node_vmstat_pgpg(in|out)" },
  {
    unit: "bytes",
    source: "node_exporter",
    names: "node_netstat_Ip(6|Ext)_(In|Out)Octets node_sockstat_FRAG6?_memory node_udp_queues node_network_mtu_bytes",
  },
  {
    unit: "count",
    source: "node_exporter",
    names:
      "node_load(1|5|15) node_disk_io_now node_filefd_(allocated|maximum) node_filesystem_files(_free)? " +
      "node_memory_HugePages_(Free|Rsvd|Surp|Total) node_netstat_(Icmp6?|UdpLite6?|Udp6?|Tcp|TcpExt)_[A-Z]\\w+ " +
      "node_nf_conntrack_(entries|entries_limit|stat_\\w+) node_procs_(blocked|running) " +
      "node_sockstat_\\w+_(inuse|alloc|orphan|tw) node_sockstat_sockets_used node_softnet_backlog_len " +
      "node_vmstat_(oom_kill|pgfault|pgmajfault) node_md_disks(_required)? node_md_blocks(_synced)?",
  },
  // Pages, of a size that depends on the machine.
  { unit: "count", source: "node_exporter", names: "node_sockstat_(TCP|UDP)_mem node_vmstat_pswp(in|out)" },
  { unit: "count/minute", source: "node_exporter", names: "node_hwmon_fan_rpm" },
  { unit: "code", source: "node_exporter", names: "node_os_version node_timex_status node_timex_loop_time_constant" },

  // postgres_exporter: help texts, and PostgreSQL's chapter on statistics views. Settings with a unit say it by the name.
  { unit: "info", source: "postgres_exporter", names: "pg_static" },
  {
    unit: "boolean",
    source: "postgres_exporter",
    names:
      "pg_up pg_exporter_last_scrape_error pg_exporter_user_queries_load_error pg_scrape_collector_success " +
      "pg_replication_is_replica pg_replication_slots_active pg_replication_slot_slot_is_active",
  },
  {
    unit: "seconds",
    source: "postgres_exporter",
    names: "pg_stat_activity_max_tx_duration pg_stat_archiver_last_archive_age pg_replication_lag",
  },
  { unit: "milliseconds", source: "postgres_exporter", names: "pg_stat_database_blk_(read|write)_time" },
  {
    unit: "bytes",
    source: "postgres_exporter",
    names: "pg_replication_slots_pg_wal_lsn_diff pg_stat_replication_pg_wal_lsn_diff",
  },
  {
    unit: "timestamp",
    source: "postgres_exporter",
    names:
      "pg_postmaster_start_time_seconds pg_stat_database_stats_reset " +
      "pg_stat_user_tables_last_(analyze|autoanalyze|autovacuum|vacuum)",
  },
  // Its age is in transactions, whatever its name says.
  { unit: "count", source: "postgres_exporter", names: "pg_database_wraparound_age_dat\\w+_seconds" },
  {
    unit: "count",
    source: "postgres_exporter",
    names:
      "pg_(database|roles)_connection_limit pg_locks_count pg_wal_segments pg_stat_activity_count " +
      "pg_stat_archiver_(archived|failed)_count pg_stat_database_(blks_hit|blks_read|conflicts|deadlocks|numbackends) " +
      "pg_stat_database_conflicts_confl_\\w+ pg_stat_database_(temp_files|tup_\\w+|xact_commit|xact_rollback) " +
      "pg_stat_user_tables_(analyze|autoanalyze|autovacuum|vacuum)_count " +
      "pg_stat_user_tables_(idx_scan|idx_tup_fetch|seq_scan|seq_tup_read|n_\\w+) pg_statio_user_tables_\\w+_blocks_\\w+ " +
      "pg_settings_max_(connections|wal_senders|worker_processes|parallel_workers|replication_slots) " +
      "pg_settings_(max_locks_per_transaction|max_prepared_transactions|superuser_reserved_connections) " +
      "pg_settings_(autovacuum_max_workers|autovacuum_analyze_threshold|autovacuum_vacuum_threshold) pg_txid_current",
  },
  {
    unit: "code",
    source: "postgres_exporter",
    names: "pg_replication_slot_slot_current_wal_lsn pg_settings_(port|server_version_num)",
  },

  // redis_exporter: the fields of redis.io/commands/info, which it renames.
  {
    unit: "boolean",
    source: "redis INFO",
    names:
      "redis_up redis_exporter_last_scrape_error redis_(cluster|aof)_enabled redis_(async_loading|loading_dump_file) " +
      "redis_active_defrag_running redis_aof_rewrite_(in_progress|scheduled) redis_aof_last_(bgrewrite|write)_status " +
      "redis_rdb_(bgsave_in_progress|last_bgsave_status) redis_(module_fork_in_progress|repl_backlog_is_active) " +
      "redis_io_threads_active redis_(master_link_up|master_sync_in_progress)",
  },
  {
    unit: "bytes",
    source: "redis INFO",
    names:
      "redis_aof_buffer_length redis_config_(maxmemory|repl_backlog_size) redis_mem_clients_(normal|slaves) " +
      "redis_memory_used_vm_total redis_module_fork_last_cow_size",
  },
  { unit: "timestamp", source: "redis INFO", names: "redis_start_time_seconds redis_rdb_last_save_timestamp_seconds" },
  {
    unit: "seconds",
    source: "redis INFO",
    names: "redis_(aof_current_rewrite|aof_last_rewrite|rdb_current_bgsave|rdb_last_bgsave)_duration_sec",
  },
  { unit: "milliseconds", source: "redis INFO", names: "redis_current_eviction_exceeded_time_ms" },
  {
    unit: "microseconds",
    source: "redis INFO",
    names: "redis_(commands_latencies|latency_percentiles|instantaneous_eventloop_duration)_usec",
  },
  { unit: "count/second", source: "redis INFO", names: "redis_instantaneous_(ops|eventloop_cycles)_per_sec" },
  { unit: "hertz", source: "redis INFO", names: "redis_(configured_)?hz" },
  {
    unit: "count",
    source: "redis INFO",
    names:
      "redis_(aof_delayed_fsync|aof_pending_bio_fsync|aof_pending_rewrite|blocked_clients|clients_in_timeout_table) " +
      "redis_(cluster_connections|config_io_threads|config_maxclients|connected_clients|connected_slaves|max_clients) " +
      "redis_db_keys(_cached|_expiring)? redis_defrag_(key_)?(hits|misses) redis_dump_payload_sanitizations " +
      "redis_io_threaded_(reads|writes)_processed redis_(lazyfree_pending|lazyfreed)_objects " +
      "redis_number_of_(cached_scripts|functions|libraries) redis_pubsub(shard)?_(channels|clients|patterns) " +
      "redis_rdb_(changes_since_last_save|last_load_expired_keys|last_load_loaded_keys|saves_total) " +
      "redis_replica_(partial_resync_accepted|partial_resync_denied|resyncs_full) redis_slave_expires_tracked_keys " +
      "redis_slowlog_length redis_migrate_cached_sockets_total redis_(unexpected|total)_error_replies " +
      "redis_total_(blocking_keys|blocking_keys_on_nokey|reads_processed|watched_keys|writes_processed) " +
      "redis_tracking_(clients|total_items|total_keys|total_prefixes) redis_watching_clients",
  },
  {
    unit: "code",
    source: "redis INFO",
    names:
      "redis_(master|second)_repl_offset redis_repl_backlog_first_byte_offset redis_process_id redis_slowlog_last_id",
  },

  // Kubernetes: kube-state-metrics' docs/metrics, the kubelet's and API server's own help texts.
  {
    unit: "boolean",
    source: "kube-state-metrics",
    names:
      "kube_pod_status_(phase|ready|scheduled|reason|unschedulable) kube_pod_container_status_(ready|running|terminated) " +
      "kube_pod_container_status_(waiting|waiting_reason|terminated_reason|last_terminated_reason) " +
      "kube_node_status_condition kube_node_spec_unschedulable kube_(job|deployment|horizontalpodautoscaler)_status_condition " +
      "kube_persistentvolume(claim)?_status_phase kube_cronjob_spec_suspend kube_job_(complete|failed) " +
      "kube_namespace_status_phase kube_statefulset_spec_paused kube_deployment_spec_paused",
  },
  {
    unit: "info",
    source: "kube-state-metrics",
    names:
      "kube_\\w+_(labels|annotations|owner) kube_statefulset_status_(current|update)_revision kube_node_spec_taint kube_node_role kubelet_node_name kube_pod_restart_policy",
  },
  {
    unit: "timestamp",
    source: "kube-state-metrics",
    names:
      "kube_\\w+_created kube_pod_(start_time|completion_time|deletion_timestamp) " +
      "kube_job_status_(start|completion)_time kube_cronjob_(next_schedule_time|status_last_\\w+_time) " +
      "kube_pod_container_state_started kube_pod_container_status_last_terminated_timestamp",
  },
  {
    unit: "count",
    source: "kube-state-metrics",
    names:
      "kube_(deployment|statefulset|replicaset)_(spec_replicas|replicas) kube_(deployment|statefulset|replicaset)_status_\\w+ " +
      "kube_daemonset_status_\\w+ kube_job_status_(active|failed|succeeded) kube_job_spec_(completions|parallelism) " +
      "kube_horizontalpodautoscaler_(spec_(max|min)_replicas|status_(current|desired)_replicas) " +
      "kube_poddisruptionbudget_status_\\w+ kube_endpoint_address_(available|not_ready) kube_\\w+_metadata_generation",
  },
  {
    unit: "count",
    source: "kubelet",
    names: "kubelet_running_(pods|containers|pod_count) kubelet_volume_stats_inodes\\w*",
  },
  {
    unit: "count",
    source: "apiserver",
    names: "apiserver_current_inflight_requests workqueue_depth apiserver_storage_objects",
  },
];

/** Metrics of several things, told apart by a label: kube-state-metrics' docs/metrics. */
export const unitsByLabel: readonly { names: string; label: string; units: Readonly<Record<string, string>> }[] = [
  {
    names:
      "kube_pod_container_resource_(requests|limits) kube_pod_init_container_resource_(requests|limits) " +
      "kube_node_status_(allocatable|capacity)",
    label: "resource",
    units: { cpu: "cores", memory: "bytes", ephemeral_storage: "bytes", pods: "count" },
  },
  {
    names:
      "kube_pod_container_resource_(requests|limits) kube_pod_init_container_resource_(requests|limits) " +
      "kube_node_status_(allocatable|capacity)",
    label: "unit",
    units: { core: "cores", byte: "bytes", integer: "count" },
  },
];
