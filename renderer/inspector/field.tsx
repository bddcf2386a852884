import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import type { FormField, Shape } from '../../engine/catalogue/form.ts';
import { counts, expanded, type FormPath, isMembers } from '../../engine/catalogue/form-values.ts';
import type { Json } from '../../engine/schema/types.ts';
import { IconButton } from '../ui/button.tsx';
import styles from './form.module.css';
import { paramNames, useForm } from './form-context.ts';
import { Widget } from './widget.tsx';

/** Settings one under the other; those that few need are folded away, unless they are set. */
export const Fields = ({
  fields,
  path,
  value,
  compact = false,
}: {
  readonly fields: readonly FormField[];
  readonly path: FormPath;
  readonly value: Json | undefined;
  /** In a row of a list: texts carry their label as placeholder. */
  readonly compact?: boolean;
}) => {
  const members = isMembers(value)
    ? value
    : expanded(
        value,
        fields.slice(0, 1).map(f => f.name),
      );
  const shown = fields.filter(field => counts(field, members, fields));
  const plain = shown.filter(field => !field.advanced);
  const advanced = shown.filter(field => field.advanced);
  const isSet = advanced.some(field => members[field.name] !== undefined);
  return (
    <>
      {plain.map(field => (
        <Field
          key={field.name}
          field={field}
          path={[...path, field.name]}
          value={members[field.name]}
          compact={compact}
        />
      ))}
      {advanced.length === 0 ? null : (
        <details className={styles.advanced} open={isSet}>
          <summary>More settings</summary>
          <div className={styles.fields}>
            {advanced.map(field => (
              <Field
                key={field.name}
                field={field}
                path={[...path, field.name]}
                value={members[field.name]}
              />
            ))}
          </div>
        </details>
      )}
    </>
  );
};

/** Shapes whose widget has a placeholder to carry the label. */
const carriesLabel: ReadonlySet<Shape['is']> = new Set([
  'text',
  'column',
  'type',
  'expression',
  'cell',
  'secret',
  'number',
]);

/** Help with what stands between backticks as code. */
const Help = ({ text }: { readonly text: string }) =>
  text.split('`').map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
    i % 2 === 1 ? <code key={i}>{part}</code> : part,
  );

/** Shapes whose widget is one line of its own with its label beside it. */
const isInline = (shape: Shape): boolean => shape.is === 'toggle';

/** A parameter in the place of a value that is no text: `${rows}`. */
const isParameter = (shape: Shape, value: Json | undefined): boolean =>
  typeof value === 'string' &&
  value.includes('${') &&
  ['toggle', 'choice', 'list', 'columns'].includes(shape.is);

export const Field = ({
  field: said,
  path,
  value,
  compact = false,
}: {
  readonly field: FormField;
  readonly path: FormPath;
  readonly value: Json | undefined;
  readonly compact?: boolean;
}) => {
  const form = useForm();
  const id = useId();
  const brief = compact && carriesLabel.has(said.shape.is);
  const field = brief && said.placeholder === undefined ? { ...said, placeholder: said.label } : said;
  const problems = form.problems(path);
  const shape: Shape = isParameter(field.shape, value) ? { is: 'text' } : field.shape;
  const inline = isInline(shape);
  const canReset = value !== undefined && !field.required && !inline;
  const labelled = `${id}-label`;
  const describedBy = [
    field.help === undefined ? '' : `${id}-help`,
    problems.length === 0 ? '' : `${id}-problem`,
  ]
    .filter(Boolean)
    .join(' ');
  const widget = (
    <Widget
      id={id}
      labelledBy={labelled}
      describedBy={describedBy}
      field={{ ...field, shape }}
      path={path}
      value={value}
      wrong={problems.some(d => d.severity === 'error')}
    />
  );
  return (
    <div
      className={styles.field}
      data-param={paramNames(path)[0]}
      data-inline={inline || undefined}
      data-brief={brief || undefined}
      data-beside={(compact && !brief) || undefined}
      data-wide={field.shape.is === 'expression' || undefined}
    >
      <div className={styles.labelRow}>
        {inline ? widget : null}
        <label id={labelled} htmlFor={id} className={styles.label}>
          {field.label}
          {field.required ? (
            <span className={styles.required} title="Required">
              {' '}
              *
            </span>
          ) : null}
        </label>
        {canReset ? (
          <IconButton
            label={`Reset ${field.label}`}
            className={styles.reset ?? ''}
            icon={<RotateCcw />}
            onClick={() => form.set(path, undefined)}
          />
        ) : null}
      </div>
      {inline ? null : widget}
      {field.help === undefined ? null : (
        <p id={`${id}-help`} className={styles.help}>
          <Help text={field.help} />
        </p>
      )}
      {problems.length === 0 ? null : (
        <div id={`${id}-problem`}>
          {problems.map(d => (
            <p key={`${d.code} ${d.message}`} className={styles.problem} data-severity={d.severity}>
              {d.message}
            </p>
          ))}
        </div>
      )}
    </div>
  );
};
