/** How a column's values are split: exact integers, ordinary numbers, days or instants. */
export type SliceKind = 'integer' | 'number' | 'date' | 'timestamp';

const day = 86_400_000_000n;

/** Microseconds since 1970 of `2024-01-31 10:00:00.5`, or undefined (BC, infinity). A zone is not read. */
const micros = (text: string): bigint | undefined => {
  const m = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?(?:\+00)?$/.exec(text);
  if (!m) return undefined;
  const [, y, mo, d, h = '0', mi = '0', s = '0', f = ''] = m;
  const at = new Date(0);
  at.setUTCFullYear(Number(y), Number(mo) - 1, Number(d));
  at.setUTCHours(Number(h), Number(mi), Number(s));
  return BigInt(at.getTime()) * 1000n + BigInt(f.padEnd(6, '0'));
};

const textOfMicros = (at: bigint, kind: 'date' | 'timestamp'): string => {
  const rest = ((at % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const iso = new Date(Number((at - rest) / 1000n)).toISOString();
  return kind === 'date'
    ? iso.slice(0, 10)
    : `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${String(rest).padStart(6, '0')}`;
};

const between = (low: bigint, high: bigint, parts: number): readonly bigint[] =>
  Array.from({ length: parts - 1 }, (_, i) => low + ((high - low) * BigInt(i + 1)) / BigInt(parts));

/** The inner bounds as text, rising, at most `parts - 1`. Bounds only set the stride: no value is left out by them. */
export const sliceBounds = (low: string, high: string, parts: number, kind: SliceKind): readonly string[] => {
  if (kind === 'integer') return distinct(between(BigInt(low), BigInt(high), parts).map(String), low);
  if (kind === 'number') {
    const [from, to] = [Number(low), Number(high)];
    if (!Number.isFinite(from) || !Number.isFinite(to)) return [];
    // Each term is scaled before the sum, so the width of the whole float range does not overflow.
    const steps = Array.from(
      { length: parts - 1 },
      (_, i) => from * (1 - (i + 1) / parts) + to * ((i + 1) / parts),
    );
    return distinct(steps.map(String), String(from));
  }
  const [from, to] = [micros(low), micros(high)];
  if (from === undefined || to === undefined) return [];
  const steps = between(from, to, parts).map(at =>
    textOfMicros(kind === 'date' ? at - (((at % day) + day) % day) : at, kind),
  );
  return distinct(steps, textOfMicros(from, kind));
};

const distinct = (bounds: readonly string[], low: string): readonly string[] =>
  [...new Set(bounds)].filter(bound => bound !== low);

/**
 * One condition a slice, which together cover every row once: nulls go to the first slice.
 * `column` is quoted already, `literal` writes a bound as SQL.
 */
export const sliceConditions = (
  column: string,
  bounds: readonly string[],
  literal: (bound: string) => string,
): readonly string[] => {
  if (bounds.length === 0) return ['TRUE'];
  const sql = bounds.map(literal);
  const last = sql.length - 1;
  return [
    `(${column} < ${sql[0]} OR ${column} IS NULL)`,
    ...sql.slice(1).map((bound, i) => `(${column} >= ${sql[i]} AND ${column} < ${bound})`),
    `(${column} >= ${sql[last]})`,
  ];
};
