/** What a train node makes of its settings: what is predicted, from which columns. */
import type { Problem } from '../../engine/catalogue/node.ts';
import type { Chain, EstimatorSpec, Task } from '../../engine/plan/learning.ts';
import { type Field, familyOf, type Schema } from '../../engine/schema/types.ts';
import { isClass, isFeature, isNumber } from './learning.ts';
import { listed } from './words.ts';

/** What an estimator predicts of this label, or why it cannot. */
export const taskOf = (spec: EstimatorSpec, label: Field | undefined): Task | Problem => {
  const { tasks, method } = spec;
  const wrong = (message: string): Problem => ({ param: 'label', message });
  const [unlabelled] = tasks.filter(task => task === 'cluster' || task === 'anomaly');
  if (unlabelled !== undefined)
    return label === undefined
      ? unlabelled
      : wrong(
          `“${method}” finds ${unlabelled === 'cluster' ? 'clusters' : 'anomalies'} and has no label. Take the label away, or connect another estimator.`,
        );
  if (label === undefined)
    return wrong(`The label is missing: “${method}” learns to predict a column. Name it.`);
  // Where an estimator can do both, texts and booleans are classes, and numbers are numbers.
  const asNumber = tasks.includes('number') && (isNumber(label) || !tasks.includes('class'));
  if (asNumber)
    return isNumber(label)
      ? 'number'
      : wrong(
          `The label “${label.name}” is ${label.type}, and “${method}” predicts numbers. Cast it, or connect an estimator of classes.`,
        );
  if (!isClass(label))
    return wrong(
      `The label “${label.name}” is ${label.type}; classes are texts, numbers, booleans or dates. Cast it first.`,
    );
  return 'class';
};

type Columns = {
  readonly label?: { readonly name: string } | undefined;
  readonly features: readonly { readonly name: string }[];
  readonly weight?: { readonly name: string } | undefined;
};

/** The columns a model learns from, in the order of the table. */
export const featuresOf = (
  schema: Schema,
  { label, features, weight }: Columns,
  method: string,
): { readonly fields: Schema } | { readonly problem: Problem } => {
  const aside = new Set([label?.name, weight?.name]);
  const named = new Set(features.map(f => f.name));
  const at = (name: string): string => {
    const i = features.findIndex(f => f.name === name);
    return i < 0 ? 'features' : `features[${i}]`;
  };
  const fields = schema.filter(f => (named.size === 0 ? !aside.has(f.name) : named.has(f.name)));
  const itself = fields.find(f => aside.has(f.name));
  if (itself !== undefined)
    return {
      problem: {
        param: at(itself.name),
        message: `“${itself.name}” is the ${itself.name === label?.name ? 'label, which would give itself away' : 'weight'}. Take it out of the features.`,
      },
    };
  const unfit = fields.find(f => !isFeature(f));
  if (unfit !== undefined)
    return {
      problem: {
        param: at(unfit.name),
        message: `Column “${unfit.name}” is ${unfit.type}, and “${method}” learns from numbers, booleans and texts. Make parts of it first, as with date-parts, or name the features without it.`,
      },
    };
  if (fields.length === 0)
    return {
      problem: {
        param: 'features',
        message: `There is no column to learn from. Columns: ${listed(schema.map(f => f.name))}.`,
      },
    };
  // A type that is not text, such as an enumeration, is told by its family.
  return {
    fields: fields.map(({ name, type }) => ({ name, type: familyOf(type) === 'text' ? 'VARCHAR' : type })),
  };
};

/** Methods that do not read the weight of a row, where one is named. */
export const unreadWeight = (
  specs: readonly EstimatorSpec[],
  weight: { readonly name: string } | undefined,
): readonly Problem[] => {
  const blind = [...new Set(specs.filter(s => s.weights === false).map(s => s.method))];
  if (weight === undefined || blind.length === 0) return [];
  const does = blind.length === 1 ? 'does' : 'do';
  return [
    {
      param: 'weight',
      severity: 'warning',
      message: `${listed(blind.map(method => `“${method}”`))} ${does} not use weights; column “${weight.name}” is not read there, and every row counts alike. Take the weight away, or connect an estimator that uses it.`,
    },
  ];
};

/** The columns that must be there before the first step, so that the features are there after the last. */
export const inputOf = (features: readonly string[], { steps, schema }: Chain): Schema => {
  let wanted = new Set(features);
  for (const { made } of [...steps].reverse()) {
    const from = new Map(made.map(m => [m.name, m.from] as const));
    wanted = new Set([...wanted].flatMap(name => from.get(name) ?? [name]));
  }
  return schema.filter(f => wanted.has(f.name));
};
