/** Prometheus' own login, and that of its Alertmanagers, as Prometheus gives it when it scrapes and alerts. */

export interface PrometheusLogin {
  readonly username: string;
  readonly passwordFile: string;
  /** The folder with the files of `loginTargetsFile`. */
  readonly targetsFolder: string;
}

/** The jobs whose targets ask for it. */
export const loginJobs = ["alertmanager", "prometheus"] as const;

export function asksForLogin(job: string): boolean {
  return (loginJobs as readonly string[]).includes(job);
}

export function basicAuth({ username, passwordFile }: Pick<PrometheusLogin, "username" | "passwordFile">) {
  return { basic_auth: { username, password_file: passwordFile } };
}

/** A job's file of targets, in their folder. */
export function loginTargetsFile(job: string): string {
  return `targets-${job}.json`;
}

/**
 * How such a job is scraped. Prometheus reads the password's file at each scrape. But built with
 * github.com/prometheus/common 0.70.1, whose `cloneRequest` copies headers the wrong way round, it goes on with the
 * password that it has asked a target with once, for as long as it has that target. So the targets are in a file, by
 * which they are made anew with each password.
 */
export function loginScrape(job: string, login: PrometheusLogin) {
  const files = [`${login.targetsFolder}/${loginTargetsFile(job)}`];
  return { ...basicAuth(login), file_sd_configs: [{ files, refresh_interval: "10s" }] };
}

/**
 * The content of `loginTargetsFile`.
 *
 * @param password tells one password from another; it's shown to whoever may ask Prometheus for its targets, so it must
 *   be nothing that the password could be found by. No series has it: a label that begins with `__` is the target's only
 */
export function loginTargets(addresses: readonly string[], password: string): string {
  return `${JSON.stringify([{ targets: addresses, labels: { __login: password } }])}\n`;
}
