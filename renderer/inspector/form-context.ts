/** What every widget of a form may ask: its columns, its problems, and how to change a value. */
import { createContext, useContext } from 'react';
import type { FormPath } from '../../engine/catalogue/form-values.ts';
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import { paramPath } from '../../engine/graph/path.ts';
import type { Json, Schema } from '../../engine/schema/types.ts';
import type { Arriving } from './port-columns.ts';

export type Form = {
  readonly node: string;
  /** The columns that settings over a port may name; undefined while they are not known. */
  readonly columns: (port: string) => Schema | undefined;
  /** Tables by the names under which a query reads them. */
  readonly tables: readonly Arriving[];
  readonly problems: (path: FormPath) => readonly Diagnostic[];
  /** Sets the value at a path; undefined takes it out. What is typed in one go is one step of undo. */
  readonly set: (path: FormPath, value: Json | undefined, how?: 'typing') => void;
  readonly value: (path: FormPath) => Json | undefined;
};

export const FormContext = createContext<Form | undefined>(undefined);

export const useForm = (): Form => {
  const form = useContext(FormContext);
  if (form === undefined) throw new Error('a widget stands in a form');
  return form;
};

/** The path as diagnostics write it. Two writers differ in how they write odd keys; either will do. */
export const paramNames = (path: FormPath): readonly string[] => {
  const plain = path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
  return [...new Set([paramPath(path), plain])];
};
