/** Selectors by the dashboards' variables; "All" is any value. */
export const endpoints = '{endpoint=~"$endpoint"}';
export const providers = '{provider=~"$provider"}';
export const genres = '{genre=~"$genre"}';
/** What has no name is a control group and no container. */
export const containers = '{name=~"$name", name!=""}';
