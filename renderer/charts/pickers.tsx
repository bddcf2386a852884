import { type Chart, chartAggregates, chartKinds } from '../../engine/contract/data.ts';
import type { Schema } from '../../engine/schema/types.ts';
import styles from './chart.module.css';
import { asKind, isNumber } from './spec.ts';

const kindWords: Readonly<Record<Chart['kind'], string>> = {
  bar: 'Bar',
  line: 'Line',
  scatter: 'Scatter',
  histogram: 'Histogram',
  box: 'Box',
  heat: 'Heat map',
};

/** What each choice is called, by kind; absent where the kind has no such choice. */
const choices: Readonly<
  Record<Chart['kind'], { x: string; y?: string; colour?: string; aggregate?: boolean }>
> = {
  bar: { x: 'Category', y: 'Value', colour: 'Colour', aggregate: true },
  line: { x: 'Along', y: 'Value', colour: 'Colour', aggregate: true },
  scatter: { x: 'Across', y: 'Up', colour: 'Colour' },
  histogram: { x: 'Value', colour: 'Colour' },
  box: { x: 'Category', y: 'Value' },
  heat: { x: 'Across', y: 'Up', colour: 'Value', aggregate: true },
};

const aggregateWords: Readonly<Record<Chart['aggregate'], string>> = {
  count: 'Number of rows',
  sum: 'Sum',
  mean: 'Mean',
  median: 'Median',
  min: 'Smallest',
  max: 'Largest',
};

type Props = {
  readonly chart: Chart;
  readonly columns: Schema;
  readonly onChange: (chart: Chart) => void;
};

const without = (chart: Chart, name: 'y' | 'colour'): Chart => {
  const { [name]: _, ...rest } = chart;
  return rest;
};

export const Pickers = ({ chart, columns, onChange }: Props) => {
  const words = choices[chart.kind];
  // What is summed up must be a number; what is chosen already stays in sight.
  const isMeasure = (name: 'x' | 'y' | 'colour'): boolean =>
    (name === 'y' && ['bar', 'line', 'box'].includes(chart.kind)) ||
    (name === 'colour' && chart.kind === 'heat');
  const column = (name: 'x' | 'y' | 'colour', label: string) => (
    <label className={styles.picker}>
      {label}
      <select
        aria-label={label}
        value={chart[name] ?? ''}
        onChange={event => {
          const { value } = event.target;
          if (name === 'x') onChange({ ...chart, x: value });
          else onChange(value === '' ? without(chart, name) : { ...chart, [name]: value });
        }}
      >
        {name === 'x' ? null : <option value="">None</option>}
        {columns
          .filter(c => !isMeasure(name) || isNumber(c.type) || c.name === chart[name])
          .map(c => (
            <option key={c.name} value={c.name}>
              {c.name}
            </option>
          ))}
      </select>
    </label>
  );
  const valued = words.aggregate === true && chart.aggregate === 'count';
  return (
    <div className={styles.pickers}>
      <label className={styles.picker}>
        Chart
        <select
          aria-label="Chart"
          value={chart.kind}
          onChange={event => onChange(asKind(chart, event.target.value as Chart['kind'], columns))}
        >
          {chartKinds.map(kind => (
            <option key={kind} value={kind}>
              {kindWords[kind]}
            </option>
          ))}
        </select>
      </label>
      {column('x', words.x)}
      {words.aggregate === true ? (
        <label className={styles.picker}>
          Show
          <select
            aria-label="Show"
            value={chart.aggregate}
            onChange={event => onChange({ ...chart, aggregate: event.target.value as Chart['aggregate'] })}
          >
            {chartAggregates.map(name => (
              <option key={name} value={name}>
                {aggregateWords[name]}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {words.y !== undefined && !(valued && chart.kind !== 'heat') ? column('y', words.y) : null}
      {words.colour !== undefined && !(valued && chart.kind === 'heat')
        ? column('colour', words.colour)
        : null}
    </div>
  );
};
