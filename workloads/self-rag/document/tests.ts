/** The test files that prove what the document's table says. */
export const unit = "test/unit/self-rag.test.ts";
export const stack = "test/unit/self-rag-stack.test.ts";
export const proofs = "test/rules/all.test.ts";
export const demo = "test/unit/demo-app.test.ts";
/** A real Alertmanager, a real mail server, and servers that speak the others' APIs. */
export const real = "test/docker/delivery.test.ts";
/** The example of docs/delivery.md, asked for every alert of the stack. */
export const example = "test/unit/document-routes.test.ts";
