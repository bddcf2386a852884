import { AlertTriangle, Copy, XCircle } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { copyText } from '../shell/hand-out.ts';
import { run } from '../store/actions.ts';
import { useDocument } from '../store/document.ts';
import { type NodeRun, useRun } from '../store/run.ts';
import { useSelection } from '../store/selection.ts';
import { count, duration, fileSize } from '../ui/amounts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { type HeadCell, TableHead } from '../ui/table-head.tsx';
import { Board } from './board.tsx';
import { useHistory } from './history.ts';
import { HistoryList } from './history-list.tsx';
import styles from './runs.module.css';

const states = { waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed' } as const;
const goTo = (node: string) => useSelection.getState().select([node]);

const useTitles = (): ((id: string) => string) => {
  const nodes = useDocument(state => state.document?.nodes);
  return useMemo(() => {
    const titles = new Map(nodes?.map(n => [n.id, n.title ?? n.id]));
    return (id: string) => titles.get(id) ?? id;
  }, [nodes]);
};

const Row = ({
  id,
  title,
  run: node,
}: {
  readonly id: string;
  readonly title: string;
  readonly run: NodeRun;
}) => {
  const done = node.state === 'done' ? node : undefined;
  const rows = node.state === 'done' || node.state === 'running' ? node.rows : undefined;
  return (
    <tr>
      <th scope="row">
        <button type="button" className={styles.link} onClick={() => goTo(id)}>
          {title}
        </button>
      </th>
      <td data-state={node.state}>{done?.cached === true ? 'Cached' : states[node.state]}</td>
      <td className={styles.number}>{rows === undefined ? '' : count(rows)}</td>
      <td className={styles.number}>{done === undefined ? '' : duration(done.ms)}</td>
      <td className={styles.why}>{done?.reason ?? ''}</td>
    </tr>
  );
};

const Failure = () => {
  const error = useRun(state => state.error);
  const status = useRun(state => state.status);
  const titleOf = useTitles();
  if (error === undefined || status === 'cancelled') return null;
  const { node } = error;
  return (
    <div role="alert" className={styles.failure}>
      <XCircle aria-hidden />
      <p>
        {node === undefined ? null : <strong>{titleOf(node)}: </strong>}
        {error.message}
        {error.param === undefined ? null : <small> (setting {error.param})</small>}
      </p>
      {node === undefined ? null : <Button onClick={() => goTo(node)}>Go to the node</Button>}
      {error.code === 'engine-stopped' ? <Button onClick={() => run()}>Run again</Button> : null}
    </div>
  );
};

const Outputs = () => {
  const outputs = useRun(state => state.finished?.outputs ?? none);
  const titleOf = useTitles();
  if (outputs.length === 0) return null;
  return (
    <section aria-label="Outputs">
      <h3>Outputs</h3>
      <ul className={styles.outputs}>
        {outputs.map(output => (
          <li key={`${output.node} ${output.path}`}>
            <span className={styles.path} title={output.path}>
              {output.path}
            </span>
            <small>
              {titleOf(output.node)}, {count(output.rows)} {output.rows === 1 ? 'row' : 'rows'}
              {output.bytes === undefined ? '' : `, ${fileSize(output.bytes)}`}
            </small>
            <IconButton
              label={`Copy the path of ${titleOf(output.node)}`}
              icon={<Copy />}
              onClick={() => void copyText(output.path, 'Path copied.')}
            />
          </li>
        ))}
      </ul>
    </section>
  );
};
const none: readonly never[] = [];

const Warnings = () => {
  const warnings = useRun(state => state.warnings);
  const titleOf = useTitles();
  return warnings.length === 0 ? null : (
    <ul className={styles.warnings} aria-label="Warnings">
      {warnings.map(({ node, message }) => (
        <li key={`${node} ${message}`}>
          <AlertTriangle aria-hidden />
          <button type="button" className={styles.link} onClick={() => goTo(node)}>
            {titleOf(node)}
          </button>
          {message}
        </li>
      ))}
    </ul>
  );
};

/** While a search goes on: the best that it has tried so far. */
const Boards = () => {
  const tried = useRun(state => state.tried);
  const titleOf = useTitles();
  return [...tried].map(([node, candidates]) => (
    <Board key={node} title={titleOf(node)} candidates={candidates} />
  ));
};

const heads: readonly HeadCell[] = ['Node', 'State', { number: 'Rows' }, { number: 'Time' }, 'Why'];

/** The run that is going on or was the last, and those before it. */
export const RunsPanel = () => {
  const status = useRun(state => state.status);
  const nodes = useRun(state => state.nodes);
  const titleOf = useTitles();
  const doc = useDocument(state => state.doc);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that begins or ends changes the list
  useEffect(() => void useHistory.getState().refresh(), [status, doc]);
  return (
    <div className={styles.panel}>
      <div className={styles.last}>
        <Failure />
        <Warnings />
        <Boards />
        {nodes.size === 0 ? (
          status === 'idle' ? (
            <p className={styles.empty}>
              Nothing has run yet. Run the pipeline to see rows and time of each node.
            </p>
          ) : null
        ) : (
          <table className={styles.table} aria-label="Results of the run">
            <TableHead cells={heads} numberClass={styles.number} />
            <tbody>
              {[...nodes].map(([id, node]) => (
                <Row key={id} id={id} title={titleOf(id)} run={node} />
              ))}
            </tbody>
          </table>
        )}
        <Outputs />
      </div>
      <HistoryList titleOf={titleOf} />
    </div>
  );
};
