/** The generated passwords that `rotate` may make anew, and the names they are generated under. No data is locked with one. */
export const rotated = { grafanaAdmin: "grafana-admin", web: "web" } as const;
