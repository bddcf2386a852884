/** Parameters while they are typed: all of it text. */
import type { Parameter, ParameterType, ParameterValue } from '../../engine/graph/document.ts';
import { parameterValues } from '../../engine/graph/parameters.ts';

export type ParameterDraft = {
  readonly name: string;
  readonly type: ParameterType;
  readonly fallback: string;
  /** Values with commas between. */
  readonly options: string;
  readonly description: string;
  /** Fields that this version does not know, and those that no field shows. */
  readonly rest?: object;
};

export const draftsOf = (parameters: Readonly<Record<string, Parameter>>): readonly ParameterDraft[] =>
  Object.entries(parameters).map(
    ([name, { type, default: fallback, options = [], description = '', ...rest }]) => ({
      name,
      type,
      fallback: fallback === undefined ? '' : String(fallback),
      options: options.map(String).join(', '),
      description,
      rest,
    }),
  );

/** Text as the value that the type wants; text that is none stays text, and is told of. */
const readAs = (type: ParameterType, text: string): ParameterValue => {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const isNumber = type === 'integer' || type === 'number';
  if (isNumber && text.trim() !== '' && String(Number(text)) === text.trim()) return Number(text);
  return text;
};

const listOf = (draft: ParameterDraft): readonly ParameterValue[] =>
  draft.options
    .split(',')
    .map(option => option.trim())
    .filter(option => option !== '')
    .map(option => readAs(draft.type, option));

export const parametersOf = (drafts: readonly ParameterDraft[]): Readonly<Record<string, Parameter>> =>
  Object.fromEntries(
    drafts.map(draft => {
      const options = listOf(draft);
      return [
        draft.name,
        {
          type: draft.type,
          ...(draft.fallback !== '' && { default: readAs(draft.type, draft.fallback) }),
          ...(draft.description !== '' && { description: draft.description }),
          ...(options.length > 0 && { options }),
          ...draft.rest,
        },
      ];
    }),
  );

/** What stands in the way of taking them, in words. A parameter without a default is none: it is asked for. */
export const problemsOf = (
  drafts: readonly ParameterDraft[],
  isId: (text: string) => boolean,
): readonly string[] => {
  const names = drafts.map(d => d.name);
  const unnamed = names
    .filter(name => !isId(name))
    .map(name => `“${name}” cannot be a name: begin with a letter, then letters, digits and _.`);
  const twins = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map(
    name => `There are two parameters “${name}”. Rename one.`,
  );
  const wrong = parameterValues({ parameters: parametersOf(drafts) }, {})
    .diagnostics.filter(d => d.code !== 'missing-parameter')
    .map(d => d.message);
  return [...unnamed, ...twins, ...wrong];
};
