import { counter, gauge } from "../../signals/metrics";

/** What the service tells of its users' work. It's scraped once a minute, so windows are 5 minutes or longer. */

export const narratives = counter("loom_narratives_generated_total", {
  help: "Narratives that were generated, by genre.",
  labels: { genre: ["fantasy", "science_fiction", "mystery"] },
  from: "app",
  tier: "business",
  maxSeries: 30,
  demo: { typical: 6, during: { errors: 2 } },
});

export const words = counter("loom_narratives_words_total", {
  help: "Words of the generated narratives.",
  from: "app",
  tier: "business",
  demo: { typical: 6, step: 800, during: { errors: 2 } },
});

export const interactions = counter("loom_user_interactions_total", {
  help: "What users did with a narrative, by kind.",
  labels: { interaction_type: ["edit", "regenerate", "rate"] },
  from: "app",
  tier: "business",
  maxSeries: 20,
  demo: { typical: 15 },
});

export const satisfaction = gauge("loom_user_satisfaction_score", {
  help: "How content users are, on the application's own scale.",
  from: "app",
  tier: "business",
  demo: { typical: 4.3, during: { errors: 2.4, latency: 2.8 } },
});

export const rulesExecuted = counter("loom_rules_executed_total", {
  help: "Rules that were checked on narratives, by kind.",
  labels: { rule_type: ["consistency", "style", "safety"] },
  from: "app",
  tier: "business",
  maxSeries: 20,
  demo: { typical: 30 },
});

export const rulesViolated = counter("loom_rules_violations_total", {
  help: "Checked rules that a narrative violated.",
  from: "app",
  tier: "business",
  demo: { typical: 0.9, during: { errors: 15 } },
});
