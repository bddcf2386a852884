/** An item of a list in one line, for when it is folded. */
import type { Shape } from '../../engine/catalogue/form.ts';
import { expanded } from '../../engine/catalogue/form-values.ts';
import type { Json } from '../../engine/schema/types.ts';

const word = (value: Json | undefined): string =>
  value === undefined || value === null || value === false
    ? ''
    : Array.isArray(value)
      ? value.map(item => word(item as Json)).join(', ')
      : typeof value === 'object'
        ? ''
        : String(value);

/** `sum · amount → total`: what it is called last, what it is made of before. */
export const summaryOf = (shape: Shape, value: Json): string => {
  if (shape.is !== 'group' && shape.is !== 'modes') return word(value);
  const members = expanded(value, shape.is === 'group' ? shape.brief : []);
  const { name, as: other, ...rest } = members;
  const order = shape.is === 'group' ? shape.fields.map(f => f.name) : Object.keys(rest);
  const parts = order.map(key => word(rest[key])).filter(text => text !== '' && text !== 'true');
  const called = word(name ?? other);
  const body = parts.join(' · ');
  return called === '' ? body : body === '' ? called : `${body} → ${called}`;
};
