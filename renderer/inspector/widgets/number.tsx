import { useState } from 'react';
import { typedNumber } from '../../../engine/catalogue/form-values.ts';
import styles from '../form.module.css';
import { useForm } from '../form-context.ts';
import { inputProps, placeholderOf, shownText, type WidgetOf } from './props.ts';

const boundWords = ({ min, max, whole }: { min?: number; max?: number; whole: boolean }): string => {
  const range =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of at least ${min}`
        : max !== undefined
          ? ` of at most ${max}`
          : '';
  return `A ${whole ? 'whole number' : 'number'}${range}.`;
};

/** Keeps what is typed until it is a number that the setting takes. */
export const NumberWidget: WidgetOf<'number'> = props => {
  const form = useForm();
  const [draft, setDraft] = useState<string>();
  const shown = draft ?? shownText(props.value);
  const parameter = shown.includes('${');
  const odd = shown !== '' && !parameter && typedNumber(shown, props.shape) === undefined;
  const type = (text: string) => {
    setDraft(text);
    if (text === '') form.set(props.path, undefined, 'typing');
    else if (text.includes('${')) form.set(props.path, text, 'typing');
    else {
      const value = typedNumber(text, props.shape);
      if (value !== undefined) form.set(props.path, value, 'typing');
    }
  };
  return (
    <>
      <input
        {...inputProps(props)}
        aria-invalid={odd || props.wrong || undefined}
        className={styles.input}
        data-short
        inputMode="decimal"
        autoComplete="off"
        value={shown}
        placeholder={placeholderOf(props.field)}
        onChange={e => type(e.target.value)}
        onBlur={() => odd || setDraft(undefined)}
      />
      {odd ? (
        <p className={styles.problem} data-severity="error">
          {boundWords(props.shape)}
        </p>
      ) : null}
    </>
  );
};
