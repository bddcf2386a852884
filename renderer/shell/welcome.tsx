import { newPipeline, openExample, openFile } from '../store/actions.ts';
import { useHost } from '../store/host.ts';
import { Button } from '../ui/button.tsx';
import { useTheme } from '../ui/theme.ts';
import { Notice } from './notice.tsx';
import styles from './welcome.module.css';

/** The start page: recent files, examples, new, open. */
export const Welcome = () => {
  useTheme();
  const facts = useHost(state => state.facts);
  return (
    <main className={styles.page}>
      <h1>Millrace</h1>
      <Button look="primary" onClick={() => void newPipeline()}>
        New pipeline
      </Button>
      <h2>Examples</h2>
      <ul className={styles.cards}>
        {facts?.gallery.map(item => (
          <li key={item.id}>
            <button type="button" className={styles.card} onClick={() => void openExample(item.id)}>
              <strong>{item.title}</strong>
              <span>{item.description}</span>
            </button>
          </li>
        ))}
      </ul>
      <h2>Recent</h2>
      <ul className={styles.recent}>
        {facts?.recent.map(item => (
          <li key={item.file}>
            <button type="button" disabled={!item.exists} onClick={() => void openFile(item.file)}>
              {item.name} <span>{item.folder}</span>
            </button>
          </li>
        ))}
      </ul>
      <Notice />
    </main>
  );
};
