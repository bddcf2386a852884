/** Numbers of the service in the text format that Prometheus reads. */
import type { Served } from './model.ts';

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export type Meter = {
  /** A request that was answered. */
  done(route: string, status: number, seconds: number): void;
  rows(count: number): void;
  text(served: Served): string;
};

/** A label's value: quotes, backslashes and line breaks would end it. */
const quoted = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

export const createMeter = (): Meter => {
  const requests = new Map<string, number>();
  const buckets = bounds.map(() => 0);
  let [count, sum, rows] = [0, 0, 0];
  return {
    done: (route, status, seconds) => {
      const key = `route=${quoted(route)},status="${status}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      if (route !== '/score') return;
      count++;
      sum += seconds;
      for (const [i, bound] of bounds.entries()) if (seconds <= bound) buckets[i] = (buckets[i] ?? 0) + 1;
    },
    rows: by => {
      rows += by;
    },
    text: ({ artifact, version, drift }) => {
      const { classes, count: said, mean } = drift.predictions();
      const lines = [
        '# TYPE millrace_model_info gauge',
        `millrace_model_info{name=${quoted(artifact.name)},version=${quoted(version)}} 1`,
        '# TYPE millrace_requests_total counter',
        ...[...requests].map(([labels, value]) => `millrace_requests_total{${labels}} ${value}`),
        '# TYPE millrace_rows_total counter',
        `millrace_rows_total ${rows}`,
        '# TYPE millrace_score_seconds histogram',
        ...bounds.map((bound, i) => `millrace_score_seconds_bucket{le="${bound}"} ${buckets[i]}`),
        `millrace_score_seconds_bucket{le="+Inf"} ${count}`,
        `millrace_score_seconds_sum ${sum}`,
        `millrace_score_seconds_count ${count}`,
        '# TYPE millrace_predictions_total counter',
        ...Object.entries(classes).map(
          ([name, n]) => `millrace_predictions_total{class=${quoted(name)}} ${n}`,
        ),
        ...(mean === null
          ? []
          : ['# TYPE millrace_prediction_mean gauge', `millrace_prediction_mean ${mean}`]),
        `# rows with a prediction: ${said}`,
        '# TYPE millrace_drift_psi gauge',
        ...drift
          .table()
          .flatMap(row =>
            row.psi === null ? [] : [`millrace_drift_psi{column=${quoted(row.column)}} ${row.psi}`],
          ),
        '# TYPE millrace_drift_ks gauge',
        ...drift
          .table()
          .flatMap(row =>
            row.ks === null ? [] : [`millrace_drift_ks{column=${quoted(row.column)}} ${row.ks}`],
          ),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
};
