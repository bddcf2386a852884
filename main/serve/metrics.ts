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
      const { classes, mean } = drift.predictions();
      const table = drift.table();
      const moved = (measure: 'psi' | 'ks') => {
        const told = table.flatMap(({ what, column, [measure]: value }) =>
          value === null ? [] : [{ what, labels: `column=${quoted(column)}`, value }],
        );
        return [
          ...metric(
            `drift_${measure}`,
            'gauge',
            told.filter(t => t.what === 'column'),
          ),
          ...metric(
            `prediction_${measure}`,
            'gauge',
            told.filter(t => t.what === 'prediction').map(({ value }) => ({ value })),
          ),
        ];
      };
      const lines = [
        ...metric('model_info', 'gauge', [
          { labels: `name=${quoted(artifact.name)},version=${quoted(version)}`, value: 1 },
        ]),
        ...metric(
          'requests_total',
          'counter',
          [...requests].map(([labels, value]) => ({ labels, value })),
        ),
        ...metric('rows_total', 'counter', [{ value: rows }]),
        '# TYPE millrace_score_seconds histogram',
        ...bounds.map((bound, i) => `millrace_score_seconds_bucket{le="${bound}"} ${buckets[i]}`),
        `millrace_score_seconds_bucket{le="+Inf"} ${count}`,
        `millrace_score_seconds_sum ${sum}`,
        `millrace_score_seconds_count ${count}`,
        ...metric(
          'predictions_total',
          'counter',
          [...classes].map(([name, value]) => ({ labels: `class=${quoted(name)}`, value })),
        ),
        ...metric('prediction_mean', 'gauge', mean === null ? [] : [{ value: mean }]),
        ...moved('psi'),
        ...moved('ks'),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
};

type Sample = { readonly labels?: string; readonly value: number };

/** All samples of a metric stand together, below its type. */
const metric = (name: string, type: 'gauge' | 'counter', samples: readonly Sample[]): readonly string[] =>
  samples.length === 0
    ? []
    : [
        `# TYPE millrace_${name} ${type}`,
        ...samples.map(({ labels, value }) => `millrace_${name}${labels ? `{${labels}}` : ''} ${value}`),
      ];
