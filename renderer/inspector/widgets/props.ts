import type { ReactNode } from 'react';
import type { FormField, Shape } from '../../../engine/catalogue/form.ts';
import type { FormPath } from '../../../engine/catalogue/form-values.ts';
import { metricWords } from '../../../engine/diagnostics/metric-words.ts';
import type { Json } from '../../../engine/schema/types.ts';

export type WidgetProps = {
  readonly id: string;
  /** The element whose text names it, for widgets that are no single input. */
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly field: FormField;
  readonly path: FormPath;
  readonly value: Json | undefined;
  readonly wrong: boolean;
};

export type ShapeOf<I extends Shape['is']> = Extract<Shape, { readonly is: I }>;
export type WidgetOf<I extends Shape['is']> = (
  props: WidgetProps & { readonly shape: ShapeOf<I> },
) => ReactNode;

/** What a single input says of itself to people who hear it. */
export const inputProps = ({ id, describedBy, wrong, field }: WidgetProps) => ({
  id,
  'aria-invalid': wrong || undefined,
  'aria-required': field.required || undefined,
  ...(describedBy !== '' && { 'aria-describedby': describedBy }),
});

/** What an input shows while nothing is set: what counts then, or an example. */
export const placeholderOf = ({ fallback, placeholder }: FormField): string => {
  if (fallback === undefined || typeof fallback === 'object') return placeholder ?? '';
  return fallback === '' ? (placeholder ?? '') : String(fallback);
};

/** The value of a text that was emptied: nothing, unless nothing would stand for another text. */
export const emptied = (field: FormField): string | undefined =>
  (field.required && field.shape.is === 'text') ||
  (typeof field.fallback === 'string' && field.fallback !== '')
    ? ''
    : undefined;

export const shownText = (value: Json | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** Choices as people read them: `per-group` as “Per group”, figures by their names, signs as they are. */
export const choiceWords = (value: string): string =>
  metricWords(value)?.title ??
  (/^[a-z][a-z0-9_-]*$/.test(value)
    ? value.replaceAll(/[-_]/g, ' ').replace(/^./, c => c.toUpperCase())
    : value);
