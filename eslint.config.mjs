import tseslint from "typescript-eslint";

/** An import that points the other way is an error: the three rules that hold the house up. */
const layer = (files, patterns, message) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns: patterns.map((group) => ({ group: [group], message })) }] },
});

export default tseslint.config(
  { ignores: ["node_modules/", "**/dist/", ".sightline/", "rendered/"] },
  ...tseslint.configs.recommended,
  { rules: { "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }] } },
  { files: ["**/*.cjs"], rules: { "@typescript-eslint/no-require-imports": "off" } },
  layer(
    ["signals/**/*.ts", "workloads/**/*.ts"],
    ["@pulumi/*", "**/components/**", "**/cli/**", "**/config/**"],
    "signals/ and workloads/ are pure: no Pulumi, no components, no commands",
  ),
  layer(
    ["components/*.ts"],
    [
      "@pulumi/docker",
      "@pulumi/kubernetes",
      "**/platform/docker*",
      "**/platform/kubernetes*",
      "**/platform/operator/**",
      "**/cli/**",
    ],
    "components say what runs; where it runs is the platform's",
  ),
  layer(
    ["components/platform/**/*.ts"],
    ["**/workloads/**", "**/demo/**", "**/cli/**", "**/config/**"],
    "a platform knows no application",
  ),
  layer(
    ["viewer/**/*.ts", "viewer/**/*.tsx"],
    ["@pulumi/*", "**/workloads/**", "**/components/**", "**/cli/**", "**/config/**", "**/demo/**"],
    "the viewer is a package of its own: it knows what a drawn dashboard consists of, and nothing else",
  ),
  layer(["demo/**/*.ts"], ["@pulumi/*", "**/components/**", "**/cli/**", "**/config/**"], "the demo stands alone"),
);
