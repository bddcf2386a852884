/** The lists of a model's card. */
import { cardSections } from './card.ts';
import styles from './report.module.css';
import type { Row } from './rows.ts';

export const Card = ({ rows }: { readonly rows: readonly Row[] }) => (
  <div className={styles.card}>
    {cardSections(rows).map(({ title, lines }) => (
      <section key={title}>
        <h3>{title}</h3>
        <dl>
          {lines.map(({ name, value }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step may come twice
            <div key={i}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    ))}
  </div>
);
