/** The small bars that say how a column's values are spread. */
import type { Profile } from '../../engine/contract/data.ts';
import styles from './profile.module.css';

export const Bars = ({ counts, label }: { readonly counts: readonly number[]; readonly label: string }) => {
  const most = Math.max(1, ...counts);
  return (
    <svg
      className={styles.bars}
      viewBox={`0 0 ${counts.length} 20`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {counts.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(1, (count / most) * 20);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: bins are their place
          <rect key={i} x={i + 0.05} y={20 - height} width={0.9} height={height} />
        );
      })}
    </svg>
  );
};

/** A line in words: what stands under a column's name where there is no room for more. */
export const shareText = (part: number, all: number): string => {
  if (all === 0 || part === 0) return '0%';
  const share = (part / all) * 100;
  return share < 0.1
    ? '<0.1%'
    : share > 99.9 && part < all
      ? '>99.9%'
      : `${share.toFixed(share < 10 ? 1 : 0)}%`;
};

/** The distribution of a column: bins of a number, shares of the most frequent values of a text. */
export const Distribution = ({ profile }: { readonly profile: Profile }) => {
  const { histogram, top, rows, nulls, distinct } = profile;
  if (histogram !== undefined && rows > nulls)
    return <Bars counts={histogram} label={`Distribution from ${profile.min} to ${profile.max}`} />;
  const [first] = top;
  if (first === undefined)
    return (
      <span className={styles.small}>
        {distinct === 0 ? 'no values' : `${distinct.toLocaleString('en')} different values`}
      </span>
    );
  return (
    <span className={styles.shares} title={top.map(t => `${t.value}: ${t.rows}`).join('\n')}>
      <svg className={styles.share} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        {top.slice(0, 5).map((value, i) => {
          const before = top.slice(0, i).reduce((sum, t) => sum + t.rows, 0);
          return (
            <rect
              key={value.value}
              data-rank={i}
              x={(before / rows) * 100}
              y={0}
              width={Math.max(0, (value.rows / rows) * 100 - 0.6)}
              height={6}
            />
          );
        })}
      </svg>
      <span className={styles.small}>
        {distinct.toLocaleString('en')} {distinct === 1 ? 'value' : 'values'}
      </span>
    </span>
  );
};
