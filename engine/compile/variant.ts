/** An estimator as its node would be with other settings: for those who try several. */
import type { LowerContext } from '../catalogue/node.ts';
import { invariant } from '../diagnostics/errors.ts';
import type { EstimatorSpec } from '../plan/learning.ts';
import type { Json } from '../schema/types.ts';
import type { BoundNode } from './bind.ts';
import { parseParams } from './params.ts';

type Settings = { readonly [name: string]: Json };

export const variantOf = (
  { id, kind, params }: BoundNode,
  settings: Settings,
): EstimatorSpec | { readonly problem: string; readonly unknown: boolean } => {
  const given = Object.entries({ ...(params as Settings), ...settings }).filter(([, v]) => v !== undefined);
  const node = { id, kind: kind.kind, version: kind.version, params: Object.fromEntries(given) };
  const parsed = parseParams(node, kind, new Map());
  const [wrong] = parsed.diagnostics;
  if (wrong !== undefined) return { problem: wrong.message, unknown: wrong.code === 'unknown-param' };
  // An estimator is made of its settings alone.
  const lowered = kind.lower({ params: parsed.params, id } as LowerContext<never>);
  const spec = lowered.estimators?.estimator;
  invariant(spec !== undefined, `${kind.kind} is an estimator`);
  return spec;
};
