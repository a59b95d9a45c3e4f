/**
 * The program as the commands run it: Pulumi's in-process runtime keeps its state in modules, and needs modules that
 * are loaded by `require`. So it runs once, in a process of its own; `program.ts` starts it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../../cli/lib/generated";
import { recordedServices } from "../../cli/lib/recorded-services";
import { projectFolder } from "../../cli/lib/stack-config";
import { toCompose } from "../../cli/translate/compose";
import { toKubernetes } from "../../cli/translate/kubernetes";
import { evaluate, type EvaluateOptions } from "../../cli/translate/evaluate";

async function answer(question: string, input: string): Promise<unknown> {
  switch (question) {
    case "generated":
      return [...(await generatedFiles((name) => readFileSync(join(projectFolder, name), "utf8")))];
    case "services":
      return recordedServices();
    case "evaluate": {
      const { stack, config } = JSON.parse(input) as EvaluateOptions;
      const secret = (name: string) => `secret-of-${name.replace(/.*-secrets-/, "")}`;
      const evaluation = await evaluate({ stack, config, secret });
      const cluster = config["sightline:target"] === "kubernetes";
      const rendered = cluster ? toKubernetes(stack, evaluation) : toCompose(`sightline-${stack}`, evaluation, "/out");
      return { ...evaluation, files: [...rendered.files], secretFiles: [...rendered.secretFiles] };
    }
    default:
      throw new Error(`${question}: no such question`);
  }
}

answer(process.argv[2] ?? "", readFileSync(0, "utf8")).then(
  (value) => process.stdout.write(JSON.stringify(value)),
  (error: Error) => {
    process.stderr.write(error.message);
    process.exitCode = 1;
  },
);
