/**
 * Writes `signals/catalogues/*.json` anew from the real exporters: `npx tsx test/catalogues.ts`.
 *
 * To be run after a version in `versions.json` changed, or the arguments of an exporter. It needs the images and the
 * machine's own Docker engine. `test/docker/catalogue.test.ts` tells when it was forgotten.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { collectCatalogues } from "./catalogues/collect";

async function main(): Promise<void> {
  for (const [name, catalogue] of Object.entries(await collectCatalogues())) {
    const file = join(__dirname, "..", "signals", "catalogues", `${name}.json`);
    writeFileSync(file, await format(JSON.stringify(catalogue), { parser: "json", printWidth: 120 }));
    console.log(`${name}: ${Object.keys(catalogue.metrics).length} metrics of ${catalogue.image}`);
  }
}

void main();
