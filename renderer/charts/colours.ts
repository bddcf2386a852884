import type { ChartColours } from '../../engine/chart/spec.ts';

/** The colours of the screen as it is now, light or dark. */
export const chartColours = (): ChartColours => {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of('ink'),
    muted: of('ink-3'),
    line: of('line'),
    background: of('bg'),
    accent: of('accent'),
    soft: of('accent-soft'),
    categories: [
      of('accent'),
      ...['summarise', 'quality', 'combine', 'sources', 'columns', 'sinks', 'rows', 'sql'].map(c =>
        of(`cat-${c}`),
      ),
    ],
  };
};
