/** The last values given to a file's parameters, remembered in this browser. Secrets are never among them. */
import { z } from 'zod';

type File = { readonly name: string; readonly folder: string };

const storeName = 'millrace.parameters';
/** Files whose values are remembered. */
const most = 100;
const memorySchema = z.array(z.tuple([z.string(), z.record(z.string(), z.string())]));

const keyOf = ({ folder, name }: File): string => `${folder}/${name}`;

const read = (): z.output<typeof memorySchema> => {
  try {
    return memorySchema.parse(JSON.parse(localStorage.getItem(storeName) ?? '[]'));
  } catch {
    return [];
  }
};

export const rememberedValues = (file: File | undefined): Readonly<Record<string, string>> =>
  file === undefined ? {} : (read().find(([key]) => key === keyOf(file))?.[1] ?? {});

export const rememberValues = (file: File | undefined, values: Readonly<Record<string, string>>): void => {
  if (file === undefined) return;
  const rest = read().filter(([key]) => key !== keyOf(file));
  const all = Object.keys(values).length === 0 ? rest : [[keyOf(file), values] as const, ...rest];
  localStorage.setItem(storeName, JSON.stringify(all.slice(0, most)));
};
