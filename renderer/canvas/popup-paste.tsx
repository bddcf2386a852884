/** Asks before pasted nodes widen what the pipeline may touch. */
import type { CapabilitySum } from '../../engine/compile/capabilities.ts';
import type { Point } from '../../engine/graph/document.ts';
import { parsePipeline } from '../../engine/graph/parse.ts';
import { useDocument } from '../store/document.ts';
import { Button } from '../ui/button.tsx';
import { useCanvas } from './canvas-store.ts';
import { addedBy, pasteSnippet } from './clipboard.ts';
import styles from './popup.module.css';
import { SmallForm } from './popup-rename.tsx';

const lines = (more: CapabilitySum): readonly string[] => [
  ...more.read.map(path => `Reads ${path}`),
  ...more.write.map(path => `Writes ${path}`),
  ...more.net.map(host => `Calls ${host}`),
  ...more.db.map(connection => `Connects to ${connection}`),
  ...more.env.map(name => `Uses the secret ${name}`),
  ...(more.sql ? ['Runs SQL of its own'] : []),
];

export const PastePopup = ({ text, at }: { readonly text: string; readonly at: Point | undefined }) => {
  const document = useDocument(state => state.document);
  const { document: snippet } = parsePipeline(text);
  const more = document === undefined || snippet === undefined ? undefined : addedBy(document, snippet);
  const put = (disabled: boolean) => () => {
    useCanvas.getState().show(undefined);
    pasteSnippet(text, at, { disabled });
  };
  return (
    <SmallForm
      title="Paste these nodes?"
      action="Paste"
      onSubmit={put(false)}
      more={<Button onClick={put(true)}>Paste disabled</Button>}
    >
      <p>They do what this pipeline does not do yet. Previews and runs would, too:</p>
      <ul className={styles.list}>
        {(more === undefined ? [] : lines(more)).map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </SmallForm>
  );
};
