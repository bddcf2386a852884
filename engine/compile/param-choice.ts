/** Groups of settings that come in several shapes, told apart by one of them, such as the `check` of an expectation. */
import type { z } from 'zod';
import type { Json } from '../schema/types.ts';

type Definition = {
  readonly type?: string;
  readonly discriminator?: string;
  readonly options?: readonly z.core.$ZodType[];
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
};

const definition = (schema: z.core.$ZodType): Definition => schema._zod.def as Definition;

/** The values that the setting which tells the shapes apart may have; undefined for other schemas. */
export const shapeNames = (schema: z.core.$ZodType): readonly string[] | undefined => {
  const { discriminator, options } = definition(schema);
  if (discriminator === undefined || options === undefined) return undefined;
  return options.flatMap(option => namesOf(option, discriminator));
};

const namesOf = (option: z.core.$ZodType, discriminator: string): readonly string[] => {
  const literal = definition(option).shape?.[discriminator];
  return [...(literal?._zod.values ?? [])].map(String);
};

/** The settings of the shape that a value has; those of all shapes when it names none. */
export const settingsOf = (schema: z.core.$ZodType, value: Json | undefined): readonly string[] => {
  const { shape, options, discriminator } = definition(schema);
  if (shape !== undefined) return Object.keys(shape);
  const said =
    discriminator !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { readonly [key: string]: Json })[discriminator]
      : undefined;
  const chosen = (options ?? []).filter(
    option => discriminator !== undefined && namesOf(option, discriminator).includes(String(said)),
  );
  const all = (chosen.length > 0 ? chosen : (options ?? [])).flatMap(option => settingsOf(option, value));
  return [...new Set(all)];
};
