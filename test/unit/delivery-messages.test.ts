import { describe, expect, it } from "vitest";
import { messageFile, messageTemplates } from "../../signals/delivery/messages/messages";
import { receiverConfigs } from "../../signals/delivery/receivers/config";
import { templateFaults } from "../../signals/delivery/templates/check";
import { counter, gauge, histogram } from "../../signals/metrics";
import { unitsOfSeries } from "../../signals/units/series";
import { valueTexts } from "../../signals/value-texts";
import { everyDelivery } from "../lib/delivery-samples";
import { alert } from "../lib/workload";

describe("the messages", () => {
  const text = messageTemplates[messageFile]!;
  const defined = [...text.matchAll(/define "([^"]+)"/g)].map(([, name]) => name!);

  it("are templates of Sightline's name, each once, without a slip that is seen here", () => {
    expect(defined.every((name) => name.startsWith("sightline."))).toBe(true);
    expect(new Set(defined).size).toBe(defined.length);
    expect(templateFaults("own.tmpl", text)).toEqual([]);
  });

  it("are there for every receiver that asks for one, and all those that anybody may replace are used", () => {
    const asked = JSON.stringify(receiverConfigs(everyDelivery, "/s").receivers);
    const used = [...`${asked}${text}`.matchAll(/template \\?"(sightline\.[\w.]+)\\?"/g)].map(([, name]) => name!);
    expect(used.filter((name) => !defined.includes(name))).toEqual([]);
    expect(defined.filter((name) => !used.includes(name) && name !== "sightline.url.alerts")).toEqual([]);
  });
});

describe("value and threshold in words", () => {
  const metrics = [
    counter("orders_total", { help: "x", labels: {}, from: "app" }),
    gauge("spent_usd", { help: "x", unit: "usd", from: "app" }),
    gauge("queue_length", { help: "x", from: "app" }),
    gauge("memory_bytes", { help: "x", unit: "bytes", from: "app" }),
    gauge("started_timestamp_seconds", { help: "x", unit: "seconds", from: "app" }),
    histogram("order_duration_seconds", { help: "x", buckets: [1], from: "app" }),
  ];
  const unitOf = unitsOfSeries(metrics, []);
  const told = (expr: string, threshold: number, op: ">" | "<" = ">") => {
    const texts = valueTexts({ ...alert, expr, op, unit: undefined }, threshold, unitOf);
    return texts && [texts.value.replace(/\{\{ if lt .*\{\{ end \}\}/, "N"), texts.threshold];
  };
  const seconds = "histogram_quantile(0.95, sum by (le) (rate(order_duration_seconds_bucket[5m])))";

  it.each<[string, number, string, string]>([
    [seconds, 2.5, "{{ $value | humanizeDuration }}", "> 2.5s"],
    [seconds, 0.05, "{{ $value | humanizeDuration }}", "> 50ms"],
    [seconds, 5400, "{{ $value | humanizeDuration }}", "> 1h 30m"],
    [seconds, 90_061, "{{ $value | humanizeDuration }}", "> 1d 1h 1m 1s"],
    [`1000 * ${seconds}`, 500, "N ms", "> 500 ms"],
    ["queue_length / 2 / queue_length", 0.05, "{{ $value | humanizePercentage }}", "> 5%"],
    ["100 * rate(orders_total[5m]) / rate(orders_total[5m])", 7.5, "N%", "> 7.5%"],
    ["memory_bytes", 1_610_612_736, "{{ $value | humanize1024 }}B", "> 1.5GiB"],
    ["rate(memory_bytes[5m])", 2048, "{{ $value | humanize1024 }}B/s", "> 2KiB/s"],
    ["rate(orders_total[5m])", 0.2, "N/s", "> 0.2/s"],
    ["60 * rate(orders_total[5m])", 12, "N/min", "> 12/min"],
    ["queue_length", 100, "N", "> 100"],
    ["queue_length", 25_000, "N", "> 25k"],
    ["started_timestamp_seconds", 1_700_000_000, "{{ $value | humanizeTimestamp }}", "> 2023-11-14T22:13:20Z"],
    ["started_timestamp_seconds", 1e21, "{{ $value | humanizeTimestamp }}", "> 1e+21"],
    ["spent_usd", 10, "$N", "> $10"],
    ["of_somebody_else", 3, "N", "> 3"],
  ])("%s > %d", (expr, threshold, value, words) => {
    expect(told(expr, threshold)).toEqual([value, words]);
  });

  it("say which way round it is", () => {
    expect(told("queue_length", 1, "<")).toEqual(["N", "< 1"]);
  });

  it("aren't told of what is only true or false", () => {
    expect(told("queue_length > bool 5", 0)).toBeUndefined();
    expect(told("vector(1)", 0)).toBeUndefined();
  });
});
