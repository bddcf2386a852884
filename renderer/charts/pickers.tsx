import { asKind, isNumber } from '../../engine/chart/choice.ts';
import {
  type Chart,
  chartAggregates,
  chartAggregateWords,
  chartChoices,
  chartKinds,
  chartKindWords,
} from '../../engine/chart/declare.ts';
import type { Schema } from '../../engine/schema/types.ts';
import styles from './chart.module.css';

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
  const words = chartChoices[chart.kind];
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
        {name === 'x' && chart.x !== '' ? null : <option value="">None</option>}
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
              {chartKindWords[kind]}
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
                {chartAggregateWords[name]}
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
