import type { NodeProps } from '@xyflow/react';
import { MessageSquare, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { useCheck } from '../store/check.ts';
import { kindOf } from '../store/kinds.ts';
import { useRun } from '../store/run.ts';
import { categoryColour, KindIcon } from '../ui/kind-icon.tsx';
import { useCanvas } from './canvas-store.ts';
import type { KindNode } from './flow-types.ts';
import styles from './kind-node.module.css';
import { PortsView } from './ports-view.tsx';
import { Progress, RunLabel } from './run-label.tsx';

/** Number, severity and first sentence of a node's problems as one text, so that an equal answer draws nothing. */
const useProblems = (id: string) => {
  const told = useCheck(state => {
    const own = state.byNode.get(id);
    if (own === undefined || own.length === 0) return undefined;
    const severity = own.some(d => d.severity === 'error') ? 'error' : 'warning';
    return `${own.length}\n${severity}\n${own[0]?.message ?? ''}`;
  });
  if (told === undefined) return undefined;
  const [count = '', severity = '', ...message] = told.split('\n');
  return { count: Number(count), severity, message: message.join('\n') };
};

const Badge = ({ id }: { readonly id: string }) => {
  const problems = useProblems(id);
  return problems === undefined ? null : (
    <span className={styles.badge} data-severity={problems.severity} title={problems.message}>
      <TriangleAlert aria-hidden />
      {problems.count > 1 ? problems.count : null}
      <span className="visually-hidden">
        {problems.count === 1 ? 'problem' : 'problems'}: {problems.message}
      </span>
    </span>
  );
};

export const KindNodeView = memo(({ id, data, selected, height = 52 }: NodeProps<KindNode>) => {
  const { node, inputs, outputs } = data;
  const kind = kindOf(node.kind);
  const severity = useCheck(state =>
    state.byNode.get(id)?.some(d => d.severity === 'error') === true ? 'error' : undefined,
  );
  const state = useRun(s => s.nodes.get(id)?.state);
  const unfit = useCanvas(s => s.fitting !== undefined && !s.fitting.has(id));
  return (
    <div
      className={styles.node}
      data-selected={selected}
      data-severity={severity}
      data-state={state}
      data-disabled={node.disabled}
      data-unknown={kind === undefined}
      data-unfit={unfit}
      style={
        { '--cat': kind === undefined ? 'var(--bad)' : categoryColour(kind.category) } as React.CSSProperties
      }
    >
      <PortsView
        side="inputs"
        height={height}
        ports={inputs.map(port => ({ id: port, node: id, port, declared: kind?.inputs[port] }))}
      />
      <span className={styles.icon}>
        <KindIcon name={kind?.icon ?? ''} size={17} />
      </span>
      <span className={styles.text} id={`name-${id}`}>
        <strong title={node.title === undefined ? id : `${node.title} (${id})`}>{node.title ?? id}</strong>
        <small>
          {kind?.title ?? `Unknown kind ${node.kind}`}
          {node.disabled === true ? ', disabled' : null}
        </small>
        <span className="visually-hidden">
          <NodeStateWords id={id} />
        </span>
      </span>
      {node.comment === undefined || node.comment === '' ? null : (
        <span className={styles.mark} title={node.comment}>
          <MessageSquare aria-hidden />
          <span className="visually-hidden">Description: {node.comment}</span>
        </span>
      )}
      <Badge id={id} />
      <Progress id={id} />
      <RunLabel id={id} />
      <PortsView
        side="outputs"
        height={height}
        ports={outputs.map(port => ({ id: port, node: id, port, declared: kind?.outputs[port] }))}
      />
    </div>
  );
});

/** Problems and the state of the run, for the name that screen readers say. */
const NodeStateWords = ({ id }: { readonly id: string }) => {
  const problems = useProblems(id);
  const run = useRun(state => {
    const own = state.nodes.get(id);
    return own === undefined
      ? ''
      : own.state === 'done' && own.rows !== undefined
        ? `done, ${own.rows} rows`
        : own.state;
  });
  return [problems && `${problems.count} ${problems.count === 1 ? 'problem' : 'problems'}`, run]
    .filter(Boolean)
    .map(part => `, ${part}`)
    .join('');
};
