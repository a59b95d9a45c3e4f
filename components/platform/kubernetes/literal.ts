import * as pulumi from "@pulumi/pulumi";

/**
 * Text that arrives as it is: in variables, commands, arguments and probes, Kubernetes makes one `$` of two and puts a
 * variable's value in place of `$(NAME)`.
 */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

export function literalInput(value: pulumi.Input<string>): pulumi.Input<string> {
  return typeof value === "string" ? literal(value) : pulumi.output(value).apply(literal);
}
