/** What a new item of a list starts as. */
import type { Shape } from '../../engine/catalogue/form.ts';
import type { Json } from '../../engine/schema/types.ts';

export const newItem = (shape: Shape): Json => {
  switch (shape.is) {
    case 'group':
      return shape.brief.length > 0 ? '' : Object.fromEntries(firstChoices(shape));
    case 'modes':
      return { [shape.by]: shape.modes[0]?.name ?? '' };
    case 'list':
    case 'columns':
      return [];
    case 'record':
      return {};
    case 'number':
      return shape.min ?? 0;
    case 'toggle':
      return false;
    case 'choice':
      return shape.values[0] ?? '';
    case 'ways':
    case 'text':
    case 'multiline':
    case 'secret':
    case 'sql':
    case 'type':
    case 'column':
    case 'expression':
    case 'path':
    case 'cell':
      return '';
  }
};

/** A required choice starts at its first value, so that the fields that count for it are there at once. */
const firstChoices = (shape: Shape & { readonly is: 'group' }) =>
  shape.fields.flatMap(({ name, required, shape: of }) =>
    required && of.is === 'choice' ? [[name, of.values[0] ?? ''] as const] : [],
  );
