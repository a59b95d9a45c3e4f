/** Asks made of asks. */
import type { Answer, Ask } from "./types";

/** Asks the same question once, and not more than `atOnce` questions at a time. */
export function sharing(ask: Ask, atOnce = 8): Ask {
  const asked = new Map<string, Promise<Answer>>();
  const waiting: (() => void)[] = [];
  let free = atOnce;
  const inTurn: Ask = async (question) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await ask(question);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
  return (question) => {
    const key = JSON.stringify(question, Object.keys(question).sort());
    const answer = asked.get(key) ?? inTurn(question);
    asked.set(key, answer);
    return answer;
  };
}

/** Asks several that should know the same, such as Prometheus' replicas: the first answer with data, then any without an error. */
export function anyOf(asks: readonly Ask[]): Ask {
  return async (question) => {
    const answers = await Promise.all(asks.map((ask) => ask(question)));
    if (question.kind === "label-values" && answers.some(({ names }) => names)) {
      return { names: [...new Set(answers.flatMap(({ names = [] }) => names))].sort() };
    }
    return (
      answers.find(hasData) ??
      answers.find(({ error }) => error === undefined) ??
      answers[0] ?? { error: "nobody to ask" }
    );
  };
}

/** Whether there is anything to be seen: NaN draws nothing. */
export function hasData({ series = [] }: Answer): boolean {
  return series.some(({ values }) => values.some(([, value]) => value !== "NaN"));
}
