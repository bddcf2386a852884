/** A slider over the thresholds, and what each would mean. */
import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { shortNumber } from './amounts.ts';
import styles from './report.module.css';
import type { Row } from './rows.ts';
import { bestPlace, type Outcome, outcomesOf, usualPlace } from './threshold.ts';

const Counts = ({ outcome }: { readonly outcome: Outcome }) => (
  <table className={styles.matrix}>
    <thead>
      <tr>
        <td />
        <th scope="col">Called yes</th>
        <th scope="col">Called no</th>
      </tr>
    </thead>
    <tbody>
      <tr>
        <th scope="row">Is yes</th>
        <td>{outcome.truePositives.toLocaleString('en')}</td>
        <td>{outcome.falseNegatives.toLocaleString('en')}</td>
      </tr>
      <tr>
        <th scope="row">Is no</th>
        <td>{outcome.falsePositives.toLocaleString('en')}</td>
        <td>{outcome.trueNegatives.toLocaleString('en')}</td>
      </tr>
    </tbody>
  </table>
);

export const ThresholdPart = ({ rows }: { readonly rows: readonly Row[] }) => {
  const id = useId();
  const outcomes = outcomesOf(rows);
  const [chosen, setChosen] = useState<number>();
  const at = Math.min(chosen ?? usualPlace(outcomes), outcomes.length - 1);
  const outcome = outcomes[at];
  if (outcome === undefined) return null;
  // To the right the threshold rises, and less counts as “yes”.
  const last = outcomes.length - 1;
  const figures = [
    ['precision', outcome.precision],
    ['recall', outcome.recall],
    ['F1', outcome.f1],
    ['accuracy', outcome.accuracy],
  ] as const;
  return (
    <div className={styles.threshold}>
      <div className={styles.slider}>
        <label htmlFor={id}>Threshold</label>
        <output htmlFor={id}>{shortNumber(outcome.threshold)}</output>
        <input
          id={id}
          type="range"
          min={0}
          max={last}
          value={last - at}
          aria-valuetext={`from ${shortNumber(outcome.threshold)} on`}
          onChange={event => setChosen(last - event.target.valueAsNumber)}
        />
      </div>
      <dl className={styles.figures} aria-live="polite">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{shortNumber(value)}</dd>
          </div>
        ))}
      </dl>
      <Counts outcome={outcome} />
      <div className={styles.choices}>
        <Button onClick={() => setChosen(bestPlace(outcomes))}>Best F1</Button>
        <Button onClick={() => setChosen(undefined)}>0.5</Button>
      </div>
    </div>
  );
};
