/**
 * Catalogued metrics that another machine may lack without anything being wrong, and why. What our rules and dashboards
 * ask for doesn't belong here: it must be everywhere.
 */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^go_/, "the Go version that a program was built with decides what its runtime tells"],
  [
    /^node_(disk_(discard|flush|info)|entropy_|kernel_|pressure_|selinux_|softnet_|vmstat_(?!(oom_kill|pgmajfault)$))/,
    "the kernel's version and modules decide which of these files are there",
  ],
  // The one alert on it is quiet there, as it should be.
  [/^node_nf_conntrack_/, "a kernel that filters no packets tracks no connections"],
  [
    /^node_memory_(?!(MemTotal|MemFree|MemAvailable|Buffers|Cached|SwapTotal|SwapFree)_bytes$)/,
    "the kernel's version and the processor decide which lines /proc/meminfo has",
  ],
  [/^node_(netstat|sockstat)_\w*(6|Lite|LITE)_/, "IPv6 and UDP-Lite may be switched off"],
  [
    /^node_(filesystem_(mount_info|purgeable_bytes)|os_|time_clocksource_)/,
    "the distribution and virtual machine differ",
  ],
  [
    /^container_(cpu_(cfs_burst|load)|memory_(?!(cache|rss|usage_bytes|working_set_bytes)$)|pressure)/,
    "control groups of version 1 and 2 account for different things",
  ],
  [
    /^container_(health_state|tasks_state|spec_memory_(reservation|swap)_)/,
    "version 1 of control groups, or an old engine",
  ],
  [/^machine_(?!(cpu_cores|memory_bytes)$)/, "virtual machines hide most of their hardware"],
  [/^pg_settings_(?!max_connections$)/, "each version of Postgres has other settings"],
];

export function tolerated(metric: string): boolean {
  return reasons.some(([pattern]) => pattern.test(metric));
}

/** Labels whose value may be empty, which Prometheus doesn't store, and why. */
const emptyLabels: readonly (readonly [RegExp, string])[] = [
  [/_id$/, "a virtual machine may have no identity"],
  [/^wait_event(_type)?$/, "only a session that waits at the moment of a scrape has one"],
];

export function maybeEmpty(label: string): boolean {
  return emptyLabels.some(([pattern]) => pattern.test(label));
}
