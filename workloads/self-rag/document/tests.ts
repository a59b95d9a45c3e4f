/** The test files that prove what the document's table says. */
export const unit = "test/unit/self-rag.test.ts";
export const stack = "test/unit/self-rag-stack.test.ts";
export const proofs = "test/rules/all.test.ts";
export const demo = "test/unit/demo-app.test.ts";
