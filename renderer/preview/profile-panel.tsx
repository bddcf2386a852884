/** Figures of every column over all rows. */
import { useEffect, useMemo } from 'react';
import type { Profile } from '../../engine/contract/data.ts';
import type { Schema } from '../../engine/schema/types.ts';
import { type HeadCell, TableHead } from '../ui/table-head.tsx';
import { isNumeric, piecesOf } from './cell-text.ts';
import { CellText } from './grid-cell.tsx';
import { ColumnName } from './grid-header.tsx';
import { Bars, shareText } from './histogram.tsx';
import styles from './profile.module.css';
import { profileColumns, useProfiles } from './profiles.ts';

const short = (text: string | undefined): string => {
  if (text === undefined) return '';
  const number = Number(text);
  // Ten digits of a mean say enough; the whole is in the tooltip.
  return /^-?\d+\.\d{5,}/.test(text) && Number.isFinite(number)
    ? String(Number(number.toPrecision(7)))
    : text;
};

const Figure = ({ text }: { readonly text: string | undefined }) => (
  <td className={styles.figure} title={text}>
    {text === undefined
      ? null
      : piecesOf(short(text))
          .map(piece => piece.text)
          .join('')}
  </td>
);

const Line = ({
  name,
  type,
  profile,
}: {
  readonly name: string;
  readonly type: string;
  readonly profile: Profile | undefined;
}) => (
  <tr aria-busy={profile === undefined}>
    <th scope="row" className={styles.column}>
      <span className={styles.name}>
        <ColumnName name={name} />
      </span>
      <span className={styles.small}>{type.toLowerCase()}</span>
    </th>
    {profile === undefined ? (
      <td colSpan={8} className={styles.coming}>
        …
      </td>
    ) : (
      <>
        <td className={styles.spread}>
          {profile.histogram === undefined || profile.rows === profile.nulls ? null : (
            <Bars counts={profile.histogram} label={`Distribution from ${profile.min} to ${profile.max}`} />
          )}
        </td>
        <td className={styles.figure}>
          <span data-warn={profile.nulls > 0 || undefined} className={styles.nulls}>
            {shareText(profile.nulls, profile.rows)}
          </span>
        </td>
        <td className={styles.figure} title={`${profile.distinct} of ${profile.rows - profile.nulls}`}>
          {profile.distinct.toLocaleString('en')}
          {profile.distinct === profile.rows - profile.nulls && profile.distinct > 1 ? (
            <span className={styles.small}> unique</span>
          ) : null}
        </td>
        <Figure text={profile.min} />
        <Figure text={profile.quantiles[2]?.value} />
        <Figure text={isNumeric(type) ? profile.mean : undefined} />
        <Figure text={profile.max} />
        <td className={styles.tops}>
          {profile.lengths === undefined ? null : (
            <span className={`${styles.small} ${styles.lengths}`}>
              {profile.lengths.min === profile.lengths.max
                ? profile.lengths.max
                : `${profile.lengths.min}–${profile.lengths.max}`}{' '}
              characters
              {profile.lengths.empty > 0 ? `, ${profile.lengths.empty.toLocaleString('en')} empty` : ''}
            </span>
          )}
          {profile.top.slice(0, 4).map(({ value, rows }) => (
            <span key={value} className={styles.top} title={`${value}: ${rows}`}>
              <span className={styles.topText}>
                <CellText value={value} type="VARCHAR" />
              </span>
              <span className={styles.small}>{shareText(rows, profile.rows)}</span>
            </span>
          ))}
        </td>
      </>
    )}
  </tr>
);

const heads: readonly HeadCell[] = [
  'Column',
  'Distribution',
  { number: 'Null' },
  { number: 'Distinct' },
  { number: 'Min' },
  { number: 'Median' },
  { number: 'Mean' },
  { number: 'Max' },
  'Most frequent',
];

export const ProfilePanel = ({
  columns,
  dataKey,
}: {
  readonly columns: Schema;
  readonly dataKey: string;
}) => {
  const byColumn = useProfiles(state => (state.key === dataKey ? state.byColumn : undefined));
  const failed = useProfiles(state => state.failed);
  const all = useMemo(() => columns.map((_, i) => i), [columns]);
  useEffect(() => profileColumns(dataKey, all), [dataKey, all]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keys
    <section className={styles.panel} tabIndex={0} aria-label="Profile of every column">
      {failed === undefined ? null : (
        <p className={styles.failed} role="alert">
          {failed}
        </p>
      )}
      <table className={styles.table} aria-label="Profile of every column over all rows">
        <TableHead cells={heads} numberClass={styles.figure} />
        <tbody>
          {columns.map(({ name, type }, i) => (
            <Line key={name} name={name} type={type} profile={byColumn?.get(i)} />
          ))}
        </tbody>
      </table>
    </section>
  );
};
