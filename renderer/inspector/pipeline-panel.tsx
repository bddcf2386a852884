import { counted } from '../../engine/diagnostics/words.ts';
import type { PipelineDocument } from '../../engine/graph/document.ts';
import { useDocument } from '../store/document.ts';
import form from './form.module.css';
import styles from './inspector.module.css';

const setName = (name: string): void =>
  useDocument
    .getState()
    .edit(document => ({ ...document, name }), { label: 'Rename pipeline', coalesce: 'name' });

const setDescription = (description: string): void =>
  useDocument.getState().edit(
    (document): PipelineDocument => {
      const { description: _, ...rest } = document;
      return description === '' ? rest : { ...document, description };
    },
    { label: 'Describe pipeline', coalesce: 'description' },
  );

/** The pipeline itself, while nothing is selected. */
export const PipelinePanel = () => {
  const document = useDocument(state => state.document);
  if (document === undefined) return null;
  return (
    <div className={styles.content}>
      <h2 className={styles.heading}>Pipeline</h2>
      <div className={form.form}>
        <div className={form.field}>
          <label className={form.label} htmlFor="pipeline-name">
            Name
          </label>
          <input
            id="pipeline-name"
            className={form.input}
            value={document.name}
            onChange={e => setName(e.target.value)}
          />
        </div>
        <div className={form.field}>
          <label className={form.label} htmlFor="pipeline-description">
            Description
          </label>
          <textarea
            id="pipeline-description"
            className={form.area}
            rows={5}
            placeholder="What it makes, of what, and for whom"
            value={document.description ?? ''}
            onChange={e => setDescription(e.target.value)}
          />
        </div>
      </div>
      <p className={styles.hint}>
        {document.nodes.length === 0
          ? 'Add a node from the palette, or drop a data file on the canvas.'
          : `${counted(document.nodes.length, 'node')}, ${counted(document.edges.length, 'edge')}. Select a node to set it up.`}
      </p>
    </div>
  );
};
