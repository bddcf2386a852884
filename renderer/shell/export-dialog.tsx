import { Copy, Save } from 'lucide-react';
import { useEffect, useState } from 'react';
import { RpcError } from '../../engine/contract/rpc.ts';
import type { Diagnostic } from '../../engine/diagnostics/diagnostic.ts';
import { host } from '../rpc/connect.ts';
import { sourceOf, useDocument } from '../store/document.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import styles from './dialog.module.css';
import { DialogFrame } from './dialog-frame.tsx';
import { copyText, saveText } from './hand-out.ts';

const close = () => useUi.getState().show(undefined);

type Answer = { readonly text: string; readonly diagnostics: readonly Diagnostic[] };

/** The pipeline, or one node of it, as code: SQL of DuckDB, or a PySpark program. */
export const ExportDialog = ({ node }: { readonly node: string | undefined }) => {
  const [format, setFormat] = useState<'sql' | 'pyspark'>('sql');
  const [answer, setAnswer] = useState<Answer | undefined>();
  const [failed, setFailed] = useState<string | undefined>();
  const name = useDocument(state => state.document?.name ?? 'pipeline');
  useEffect(() => {
    const source = sourceOf(useDocument.getState());
    if (source === undefined) return;
    const controller = new AbortController();
    setAnswer(undefined);
    setFailed(undefined);
    host()
      .call('design.export', { source, format, ...(node !== undefined && { node }) }, controller.signal)
      .then(setAnswer, error => {
        if (!controller.signal.aborted) setFailed(error instanceof RpcError ? error.message : String(error));
      });
    return () => controller.abort();
  }, [format, node]);
  const text = answer?.text ?? '';
  const ending = format === 'sql' ? 'sql' : 'py';
  return (
    <DialogFrame
      wide
      title={node === undefined ? 'Export as code' : `SQL of ${node}`}
      close={close}
      actions={
        <>
          <Button disabled={text === ''} icon={<Copy />} onClick={() => void copyText(text)}>
            Copy
          </Button>
          <Button
            look="primary"
            disabled={text === ''}
            icon={<Save />}
            onClick={() => saveText(`${node ?? name}.${ending}`, text, 'text/plain')}
          >
            Save
          </Button>
        </>
      }
    >
      {node === undefined ? (
        <fieldset className={styles.choice}>
          <legend className="visually-hidden">Language</legend>
          {(['sql', 'pyspark'] as const).map(choice => (
            <label key={choice} className={styles.row}>
              <input
                type="radio"
                name="format"
                checked={format === choice}
                onChange={() => setFormat(choice)}
              />
              {choice === 'sql' ? 'SQL for DuckDB' : 'PySpark'}
            </label>
          ))}
        </fieldset>
      ) : null}
      {failed === undefined ? null : <p className={styles.bad}>{failed}</p>}
      {answer === undefined || answer.diagnostics.length === 0 ? null : (
        <ul className={styles.bad}>
          {answer.diagnostics.map(d => (
            <li key={`${d.node} ${d.message}`}>
              {d.node === undefined ? d.message : `${d.node}: ${d.message}`}
            </li>
          ))}
        </ul>
      )}
      {answer === undefined && failed === undefined ? <p>Writing…</p> : null}
      {text === '' ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <pre className={styles.code} tabIndex={0}>
          {text}
        </pre>
      )}
    </DialogFrame>
  );
};
