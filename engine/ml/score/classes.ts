import { call, column, literal } from '../../plan/build.ts';
import type { Expr, NamedExpr } from '../../plan/expr.ts';
import type { Label } from '../label.ts';
import { largestClass } from '../label.ts';
import { minus, number, over, sumOf } from '../words.ts';
import type { Layers } from './layers.ts';
import type { Outputs } from './score.ts';

/** `probability_setosa`: one column a class. */
export const probabilityName = (outputs: Outputs, value: string): string => `${outputs.probability}_${value}`;

/** From the score of two classes against each other: the chance of the second by the logistic function. */
export const binaryLayers = (label: Label, score: Expr, outputs: Outputs): Layers => {
  const [first = '', second = ''] = label.classes;
  const z = column('~z');
  // Beyond 700 the exponential of a DOUBLE is no number; the chance is 0 or 1 to all digits long before.
  const bounded = call('least', call('greatest', z, number(-700)), number(700));
  const chance = (of: Expr): Expr => over(number(1), call('add', number(1), call('exp', of)));
  const names = [probabilityName(outputs, first), probabilityName(outputs, second)] as const;
  return [
    [{ name: '~z', expr: score }],
    [
      { name: names[0], expr: nullWith(z, chance(bounded)) },
      { name: names[1], expr: nullWith(z, chance(call('negate', bounded))) },
    ],
    [{ name: outputs.prediction, expr: largestClass(label, [column(names[0]), column(names[1])]) }],
  ];
};

/** `greatest` and `least` skip nulls: what comes of them is null where the score is. */
const nullWith = (score: Expr, result: Expr): Expr => ({
  op: 'case',
  branches: [{ when: call('is_null', score), result: literal(null, 'DOUBLE') }],
  otherwise: result,
});

/** From a score a class, logs of what is proportional to the probabilities. */
export const softmaxLayers = (label: Label, scores: readonly Expr[], outputs: Outputs): Layers => {
  const own = (prefix: string): Expr[] => label.classes.map((_, k) => column(`~${prefix}${k}`));
  const layer = (prefix: string, exprs: readonly Expr[]): NamedExpr[] =>
    exprs.map((expr, k) => ({ name: `~${prefix}${k}`, expr }));
  return [
    layer('s', scores),
    [{ name: '~most', expr: own('s').reduce((a, b) => call('greatest', a, b)) }],
    layer(
      'e',
      own('s').map(s => call('exp', minus(s, column('~most')))),
    ),
    [{ name: '~sum', expr: sumOf(own('e')) }],
    [
      ...label.classes.map((value, k) => ({
        name: probabilityName(outputs, value),
        expr: over(column(`~e${k}`), column('~sum')),
      })),
      { name: outputs.prediction, expr: largestClass(label, own('s')) },
    ],
  ];
};
