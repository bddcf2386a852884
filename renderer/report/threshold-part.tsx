/** A slider over the thresholds, and what each would mean. */
import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { shortNumber } from './amounts.ts';
import styles from './report.module.css';
import type { Row } from './rows.ts';
import { bestThreshold, type Outcome, outcomeAt, outcomesOf, usualThreshold } from './threshold.ts';

const Counts = ({ outcome, positive }: { readonly outcome: Outcome; readonly positive: string }) => (
  <table className={styles.matrix}>
    <thead>
      <tr>
        <td />
        <th scope="col">Called {positive}</th>
        <th scope="col">Called other</th>
      </tr>
    </thead>
    <tbody>
      <tr>
        <th scope="row">Is {positive}</th>
        <td>{outcome.truePositives.toLocaleString('en')}</td>
        <td>{outcome.falseNegatives.toLocaleString('en')}</td>
      </tr>
      <tr>
        <th scope="row">Is other</th>
        <td>{outcome.falsePositives.toLocaleString('en')}</td>
        <td>{outcome.trueNegatives.toLocaleString('en')}</td>
      </tr>
    </tbody>
  </table>
);

type Props = { readonly rows: readonly Row[]; readonly positive: string };

export const ThresholdPart = ({ rows, positive }: Props) => {
  const id = useId();
  const outcomes = outcomesOf(rows);
  const [threshold, setThreshold] = useState(usualThreshold);
  const outcome = outcomeAt(outcomes, threshold);
  if (outcome === undefined) return null;
  const figures = [
    ['Precision', outcome.precision],
    ['Recall', outcome.recall],
    ['F1', outcome.f1],
    ['Accuracy', outcome.accuracy],
  ] as const;
  return (
    <div className={styles.threshold}>
      <p className={styles.note}>
        A row is called {positive} when its probability is at least the threshold.
      </p>
      <div className={styles.slider}>
        <label htmlFor={id}>Threshold</label>
        <output htmlFor={id}>{threshold.toFixed(2)}</output>
        <input
          id={id}
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={threshold}
          aria-valuetext={`${threshold.toFixed(2)}: precision ${shortNumber(outcome.precision)}, recall ${shortNumber(outcome.recall)}`}
          onChange={event => setThreshold(event.target.valueAsNumber)}
        />
      </div>
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shortNumber(value)}</dd>
          </div>
        ))}
      </dl>
      <Counts outcome={outcome} positive={positive} />
      <div className={styles.choices}>
        <Button onClick={() => setThreshold(bestThreshold(outcomes))}>Best F1</Button>
        <Button onClick={() => setThreshold(usualThreshold)}>{usualThreshold}</Button>
      </div>
    </div>
  );
};
