/**
 * What is recorded of objectives.
 *
 * Counts are recorded, of events and of bad events, and shares only divided from counts of the same span. A share of a
 * long span is thus exact: a quotient of sums. The average of the shares of its parts would be another number, since it
 * takes five minutes at night, with ten requests, for as much as five at noon.
 *
 * A long span is a few recorded ones laid end to end, each read once. To read all samples of 30 days for every
 * evaluation is what brings Prometheus down, and it would only find the same.
 */
import { durationSeconds } from "../durations";
import type { Duration, Recording } from "../rules";
import type { Slo } from "../slo";
import { badIn, downNow, totalIn } from "./counts";
import * as series from "./series";
import { addedUp, budgetOf, counted, spans, tilesOf, windowOf } from "./windows";

export function sloRecordings(slos: readonly Slo[], retentionSeconds?: number): Recording[] {
  return [
    ...slos.flatMap(ownRecordings),
    ...addedUp.flatMap(({ span, from, times }) =>
      [series.total, series.bad].map((name) => ({
        record: name(span),
        expr: endToEnd(
          Array.from({ length: times }, (_, i) => ({ of: name(from), hoursAgo: i * hours(from) })),
          name(from),
        ),
        help: `${helpOf(name)} in the last ${span}.`,
      })),
    ),
    ...slos.flatMap((slo) => windowRecordings(slo, windowOf(slo, retentionSeconds))),
    ...[...spans, series.window].map(shareRecording),
    {
      record: series.budget,
      expr: `1 - ${series.objective}`,
      help: "Share of events that may be bad, 0 to 1.",
    },
    {
      record: series.remaining,
      expr: `1 - ${series.badShare(series.window)} / ${series.budget}`,
      help: "What is left of the error budget of the objective's window: 1 untouched, 0 used up, negative overspent.",
    },
    {
      record: series.burnRate,
      expr: `${series.badShare("1h")} / ${series.budget}`,
      help: "How many times too fast the error budget has burned in the last hour; at 1 it lasts for its window.",
    },
  ];
}

/** What only this objective can say: what was promised, and what its own series counted. */
function ownRecordings(slo: Slo): Recording[] {
  const { name, title, indicator } = slo;
  const labels = { slo: name };
  return [
    ...(indicator.kind === "time"
      ? [
          {
            record: series.down,
            expr: downNow(slo, indicator.job),
            labels,
            help: `${title}: 1 while no target of job ${indicator.job} answers, else 0.`,
          },
        ]
      : []),
    {
      record: series.objective,
      expr: `vector(${Number((1 - budgetOf(slo)).toPrecision(9))})`,
      labels,
      help: `${title}: share of events that shall be good, 0 to 1.`,
      unit: { is: "share", because: "a promise is a plain number" },
    },
    ...counted.flatMap((span) => [
      { record: series.total(span), expr: totalIn(slo, span), labels, help: `${title}: events in the last ${span}.` },
      { record: series.bad(span), expr: badIn(slo, span), labels, help: `${title}: bad events in the last ${span}.` },
    ]),
  ];
}

function windowRecordings({ name, title }: Slo, window: Duration): Recording[] {
  return [series.total, series.bad].map((of) => ({
    record: of(series.window),
    expr: endToEnd(
      tilesOf(window).map(({ span, hoursAgo }) => ({ of: series.of(of(span), name), hoursAgo })),
      series.of(of("1h"), name),
    ),
    labels: { slo: name },
    help: `${title}: ${helpOf(of).toLowerCase()} in the objective's window, ${window}.`,
  }));
}

function helpOf(name: (span: Duration) => string): string {
  return name === series.bad ? "Bad events" : "Events";
}

/**
 * The sum of counts that follow each other. Where one wasn't recorded yet, or Prometheus was away, it counts 0, good and
 * bad alike.
 *
 * @param now has the right labels, and is there always.
 */
function endToEnd(parts: readonly { readonly of: string; readonly hoursAgo: number }[], now: string): string {
  return parts
    .map(({ of, hoursAgo }) => (hoursAgo === 0 ? of : `(${of} offset ${hoursAgo}h or 0 * ${now})`))
    .join("\n+ ");
}

/** Without events nothing was bad. Not over 1, should the bad ones be counted at more places than all. */
function shareRecording(span: Duration): Recording {
  const where = span === series.window ? "over the objective's window" : `in the last ${span}`;
  return {
    record: series.badShare(span),
    expr: `clamp_max(${series.bad(span)} / (${series.total(span)} > 0), 1) or 0 * ${series.objective}`,
    help: `Share of events that were bad ${where}, 0 to 1.`,
  };
}

function hours(span: Duration): number {
  return durationSeconds(span) / 3600;
}
