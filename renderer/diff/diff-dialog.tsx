import { useMemo } from 'react';
import { diffPipelines, isSameMeaning, type NodeDiff } from '../../engine/graph/diff.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { DialogFrame } from '../shell/dialog-frame.tsx';
import { useDocument } from '../store/document.ts';
import { kindOf } from '../store/kinds.ts';
import { useSelection } from '../store/selection.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import { bothDocuments, wireMarks } from './both.ts';
import { Changes } from './changes.tsx';
import styles from './diff-dialog.module.css';
import { drawingOf } from './drawing.ts';
import { GraphPicture } from './graph-picture.tsx';

const close = () => useUi.getState().show(undefined);
const words = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;

const Node = ({ diff }: { readonly diff: NodeDiff }) => (
  <li>
    <button
      type="button"
      className={styles.item}
      disabled={diff.how === 'removed'}
      onClick={() => {
        useSelection.getState().select([diff.node.id]);
        close();
      }}
    >
      <span className={styles.how} data-how={diff.how}>
        {words[diff.how]}
      </span>
      <strong>{diff.node.title ?? diff.node.id}</strong>
      <small>{kindOf(diff.node.kind)?.title ?? diff.node.kind}</small>
    </button>
    {diff.how === 'changed' ? <Changes changes={diff.changes} /> : null}
  </li>
);

/** What differs between another text (there) and what is on the screen (here), as a list and as coloured nodes. */
export const DiffDialog = ({ name, text }: { readonly name: string; readonly text: string }) => {
  const after = useDocument(state => state.document);
  const parsed = useMemo(() => parsePipeline(text), [text]);
  const before = parsed.document;
  const diff = useMemo(
    () => (before === undefined || after === undefined ? undefined : diffPipelines(before, after)),
    [before, after],
  );
  const title = `${name} beside the screen`;
  if (before === undefined || after === undefined || diff === undefined)
    return (
      <DialogFrame title={title} close={close} actions={<Button onClick={close}>Close</Button>}>
        <p>“{name}” cannot be compared: it is no pipeline.</p>
        <ul>
          {parsed.diagnostics.map(d => (
            <li key={d.message}>{d.message}</li>
          ))}
        </ul>
      </DialogFrame>
    );
  const marks = new Map(diff.nodes.map(d => [d.node.id, d.how]));
  const wires = wireMarks(diff);
  return (
    <DialogFrame wide title={title} close={close} actions={<Button onClick={close}>Close</Button>}>
      {isSameMeaning(diff) ? (
        <p>
          Both mean the same.{' '}
          {diff.looks ? 'Only places, notes or groups differ.' : 'There is no difference at all.'}
        </p>
      ) : (
        <>
          <div className={styles.picture}>
            <GraphPicture
              label={`The pipeline with ${diff.nodes.length} nodes and ${diff.edges.length} wires marked`}
              drawing={drawingOf(bothDocuments(before, after, diff))}
              markOf={id => marks.get(id)}
              wireMark={(from, to) => wires.get(`${from} ${to}`)}
            />
          </div>
          {diff.pipeline.length === 0 ? null : <Changes changes={diff.pipeline} />}
          <ul className={styles.list} aria-label="Differences">
            {diff.nodes.map(d => (
              <Node key={`${d.how} ${d.node.id}`} diff={d} />
            ))}
            {diff.edges.map(d => (
              <li key={`${d.how} ${d.edge.from} ${d.edge.to}`} className={styles.wire}>
                <span className={styles.how} data-how={d.how}>
                  {words[d.how]}
                </span>
                Wire {d.edge.from} → {d.edge.to}
              </li>
            ))}
          </ul>
        </>
      )}
    </DialogFrame>
  );
};
