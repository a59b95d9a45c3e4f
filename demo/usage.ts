/** What a process has used: of one core's time since the last call (1 is all of it), and its resident memory. */
export interface Usage {
  readonly cpu: number;
  readonly memoryBytes: number;
}

/** Returns a function that measures this process between its calls. */
export function usageMeter(): () => Usage {
  let cpu = process.cpuUsage();
  let time = process.hrtime.bigint();
  return () => {
    const spent = process.cpuUsage(cpu);
    const now = process.hrtime.bigint();
    const microseconds = Number(now - time) / 1e3;
    cpu = process.cpuUsage();
    time = now;
    return { cpu: (spent.user + spent.system) / Math.max(microseconds, 1), memoryBytes: process.memoryUsage.rss() };
  };
}
