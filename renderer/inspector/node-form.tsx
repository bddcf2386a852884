import { useEffect, useMemo, useRef } from 'react';
import { formOf, type Shape } from '../../engine/catalogue/form.ts';
import { valueAt, withValue } from '../../engine/catalogue/form-values.ts';
import type { NodeKind } from '../../engine/catalogue/node.ts';
import type { PipelineNode } from '../../engine/graph/document.ts';
import { setParams } from '../../engine/graph/edits.ts';
import type { Json } from '../../engine/schema/types.ts';
import { useKnown } from '../problems/known-columns.ts';
import { useCheck } from '../store/check.ts';
import { useDocument } from '../store/document.ts';
import { Fields } from './field.tsx';
import { settingFor, useFocus } from './focus.ts';
import styles from './form.module.css';
import { type Form, FormContext, paramNames } from './form-context.ts';
import { arriving, columnsOver } from './port-columns.ts';

const forms = new Map<string, Shape & { readonly is: 'group' }>();

/** A kind's form is made once. */
const formShape = (kind: NodeKind): Shape & { readonly is: 'group' } => {
  const known = forms.get(kind.kind);
  if (known !== undefined) return known;
  const made = { is: 'group' as const, fields: formOf(kind.params), brief: [] };
  forms.set(kind.kind, made);
  return made;
};

const setParam = (
  id: string,
  shape: Shape,
  path: readonly (string | number)[],
  value: Json | undefined,
  typing: boolean,
) => {
  const [top] = path;
  const label = shape.is === 'group' ? shape.fields.find(f => f.name === top)?.label : undefined;
  useDocument.getState().edit(
    document => {
      const node = document.nodes.find(n => n.id === id);
      if (node === undefined) return document;
      const params = withValue(shape, node.params, path, value) ?? {};
      if (JSON.stringify(params) === JSON.stringify(node.params)) return document;
      return setParams(document, id, params as PipelineNode['params']);
    },
    { label: `Set ${label ?? String(top)}`, ...(typing && { coalesce: `${id} ${path.join('.')}` }) },
  );
};

/** The settings of a node. */
export const NodeForm = ({ node, kind }: { readonly node: PipelineNode; readonly kind: NodeKind }) => {
  const shape = formShape(kind);
  const problems = useCheck(state => state.byNode.get(node.id));
  const ports = useKnown(state => state.ports);
  const document = useDocument(state => state.document);
  const place = useRef<HTMLDivElement>(null);
  const form = useMemo<Form>(() => {
    const suffix = node.params.suffix;
    return {
      node: node.id,
      columns: port =>
        document &&
        columnsOver(document, ports, node.id, port, typeof suffix === 'string' ? suffix : '_right'),
      tables: Object.keys(kind.inputs).flatMap(port =>
        document === undefined ? [] : arriving(document, ports, node.id, port),
      ),
      problems: path => {
        const names = paramNames(path);
        return (problems ?? []).filter(d => d.param !== undefined && names.includes(d.param));
      },
      set: (path, value, how) => setParam(node.id, shape, path, value, how === 'typing'),
      value: path => valueAt(shape, node.params, path),
    };
  }, [node, kind, shape, problems, ports, document]);
  useWantedFocus(node.id, place);
  const general = (problems ?? []).filter(d => d.param === undefined || d.param === '');
  return (
    <FormContext.Provider value={form}>
      <div ref={place} className={styles.form}>
        {general.map(d => (
          <p key={`${d.code} ${d.message}`} className={styles.problem} data-severity={d.severity}>
            {d.message}
          </p>
        ))}
        {shape.fields.length === 0 ? <p className={styles.quiet}>This step has no settings.</p> : null}
        <Fields fields={shape.fields} path={[]} value={node.params} />
      </div>
    </FormContext.Provider>
  );
};

/** Goes to the setting that was asked for, and opens what it lies folded in. */
const useWantedFocus = (node: string, place: React.RefObject<HTMLDivElement | null>): void => {
  const wanted = useFocus(state => state.wanted);
  useEffect(() => {
    const root = place.current;
    if (wanted === undefined || wanted.node !== node || root === null) return;
    const there = [...root.querySelectorAll<HTMLElement>('[data-param]')];
    const name = settingFor(
      wanted.param,
      there.map(e => e.dataset.param ?? ''),
    );
    const element = there.find(e => e.dataset.param === name);
    if (element === undefined) return;
    for (let up: HTMLElement | null = element; up !== null && up !== root; up = up.parentElement)
      if (up instanceof HTMLDetailsElement) up.open = true;
    element.scrollIntoView({ block: 'center' });
    // An editor focuses itself once it is loaded, so that it can go to the character.
    if (element.querySelector('[data-editor]') !== null) return;
    element.querySelector<HTMLElement>('input, textarea, select, [data-first], button')?.focus();
    useFocus.setState({ wanted: undefined });
  }, [wanted, node, place]);
};
