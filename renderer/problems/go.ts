/** Going to a problem and mending it. */
import { formOf } from '../../engine/catalogue/form.ts';
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import { counted } from '../../engine/diagnostics/words.ts';
import { focusSetting } from '../inspector/focus.ts';
import { useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import { type Fix, withFixes } from './fixes.ts';
import { grouped, nextProblem } from './list.ts';

let last: Diagnostic | undefined;

/** Selects the node and puts the focus on the setting, and in a formula on the character. */
export const goTo = (d: Diagnostic): void => {
  last = d;
  if (d.node === undefined) return;
  useSelection.getState().select([d.node]);
  if (!useUi.getState().inspectorOpen) useUi.getState().toggle('inspectorOpen');
  if (d.param !== undefined)
    focusSetting({
      node: d.node,
      param: d.param,
      ...(d.from !== undefined && { from: d.from }),
      ...(d.to !== undefined && { to: d.to }),
    });
};

export const goToNextProblem = (): void => {
  const groups = grouped(useCheck.getState().diagnostics, useDocument.getState().document);
  const next = nextProblem(groups, last);
  if (next === undefined) useUi.getState().say('No problems.');
  else goTo(next);
};

const shapeOf = (kind: string) => {
  const known = kindOf(kind);
  return known && ({ is: 'group', fields: formOf(known.params), brief: [] } as const);
};

export const doFixes = (fixes: readonly Fix[]): void => {
  const [first] = fixes;
  if (first === undefined) return;
  const where = fixes.length === 1 ? '' : ` in ${counted(fixes.length, 'setting')}`;
  useDocument.getState().edit(document => withFixes(document, fixes, shapeOf), {
    label: `Use “${first.to}” for “${first.from}”${where}`,
  });
};

/** F8 goes to the next problem, wherever the focus is. */
export const watchProblemKey = (): (() => void) => {
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'F8' || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    goToNextProblem();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
};
