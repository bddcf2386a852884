/** What is predicted without looking at any column: the mean, or the shares of the classes. */
import { fitBayes } from './bayes/naive-bayes.ts';
import type { Data } from './engine.ts';
import { fitLinear } from './linear/linear.ts';
import type { Model } from './score/score.ts';

type BaselineParams = {
  readonly label: { readonly column: string; readonly type: string };
  readonly target: 'number' | 'class';
  readonly weight?: string | undefined;
};

/** A line without slopes is the mean; classes told by their shares alone are naive Bayes that has seen no column. */
export const fitBaseline = (data: Data, { label, target, weight }: BaselineParams): Promise<Model> => {
  const weighted = weight === undefined ? {} : { weight };
  return target === 'class'
    ? fitBayes(data, { model: 'multinomial', features: [], label, ...weighted })
    : fitLinear(data, { features: [], label: label.column, ...weighted });
};
