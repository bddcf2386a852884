import { FilePlus2, FolderOpen, History, Trash2, X } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import type { z } from 'zod';
import type { startSchema } from '../../engine/contract/app.ts';
import { boxHeight, boxWidth, type Drawing } from '../diff/drawing.ts';
import { GraphPicture } from '../diff/graph-picture.tsx';
import { FileDialog } from '../files/file-dialog.tsx';
import {
  discardLeft,
  forgetRecent,
  newPipeline,
  openExample,
  openFile,
  openWithDialog,
  recover,
} from '../store/actions.ts';
import { useHost } from '../store/host.ts';
import { kindOf } from '../store/kinds.ts';
import { ago } from '../ui/amounts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { categoryColour } from '../ui/kind-icon.tsx';
import { useTheme } from '../ui/theme.ts';
import { Notice } from './notice.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import styles from './welcome.module.css';

type Facts = z.output<typeof startSchema>;

const pictureOf = ({ nodes, edges }: Facts['gallery'][number]['picture']): Drawing => {
  const boxes = nodes.map(({ kind, at: [x, y] }, i) => ({
    id: String(i),
    // Drawn small: closer together across, further apart down.
    x: x * 0.85,
    y: y * 1.5,
    title: '',
    kind,
  }));
  const [left, top] = [Math.min(0, ...boxes.map(b => b.x)) - 40, Math.min(0, ...boxes.map(b => b.y)) - 40];
  return {
    boxes,
    wires: edges.map(([from, to]) => ({ from, to })),
    notes: [],
    frame: [
      left,
      top,
      Math.max(0, ...boxes.map(b => b.x)) + boxWidth + 40 - left,
      Math.max(0, ...boxes.map(b => b.y)) + boxHeight + 40 - top,
    ],
  };
};

const colourOf = (kind: string): string => {
  const known = kindOf(kind);
  return known === undefined ? 'var(--wire)' : categoryColour(known.category);
};

const Left = ({ left }: { readonly left: Facts['left'] }) =>
  left.length === 0 ? null : (
    <section className={styles.left} aria-labelledby="left">
      <h2 id="left">
        <History aria-hidden /> Unsaved work
      </h2>
      <p>This was not saved when the program last ended.</p>
      <ul className={styles.rows}>
        {left.map(item => (
          <li key={item.id} className={styles.row}>
            <span className={styles.text}>
              <strong>{item.name}</strong>
              <small>
                {item.nodes} {item.nodes === 1 ? 'node' : 'nodes'}, {ago(item.at, Date.now())}
              </small>
            </span>
            <Button look="primary" onClick={() => void recover(item.id)}>
              Open
            </Button>
            <IconButton
              label={`Throw away ${item.name}`}
              icon={<Trash2 />}
              onClick={() => void discardLeft(item.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );

const Recent = ({ recent }: { readonly recent: Facts['recent'] }) => (
  <section aria-labelledby="recent">
    <h2 id="recent">Recent</h2>
    {recent.length === 0 ? (
      <p className={styles.empty}>
        Pipelines that you open or save are listed here. Begin with a new one, or with an example.
      </p>
    ) : (
      <ul className={styles.rows}>
        {recent.map(item => (
          <li key={item.file} className={styles.row} data-missing={!item.exists}>
            <button
              type="button"
              className={styles.open}
              disabled={!item.exists}
              onClick={() => void openFile(item.file)}
            >
              <strong>{item.name}</strong>
              <small title={item.folder}>{item.exists ? item.folder : `Not found in ${item.folder}`}</small>
            </button>
            <small className={styles.when}>{ago(item.at, Date.now())}</small>
            <IconButton
              label={`Remove ${item.name} from this list`}
              icon={<X />}
              onClick={() => void forgetRecent(item.file)}
            />
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Examples = ({ gallery }: { readonly gallery: Facts['gallery'] }) => (
  <section aria-labelledby="examples">
    <h2 id="examples">Examples</h2>
    <p className={styles.empty}>
      Each opens as a copy of your own, with its data. Run it, change it, break it.
    </p>
    <ul className={styles.cards}>
      {gallery.map(item => (
        <li key={item.id}>
          <button type="button" className={styles.card} onClick={() => void openExample(item.id)}>
            <span className={styles.picture}>
              <GraphPicture
                drawing={pictureOf(item.picture)}
                colourOf={id => colourOf(item.picture.nodes[Number(id)]?.kind ?? '')}
              />
            </span>
            <strong>{item.title}</strong>
            <span>{item.description}</span>
          </button>
        </li>
      ))}
    </ul>
  </section>
);

/** The start page: unsaved work, recent files, examples, new, open. */
export const Welcome = () => {
  useTheme();
  const facts = useHost(state => state.facts);
  const lost = useHost(state => state.lostReason);
  return (
    <Tooltip.Provider>
      <main className={styles.page}>
        <header className={styles.head}>
          <div>
            <h1>Millrace</h1>
            <p>Draw a data pipeline, see every step, run it anywhere.</p>
          </div>
          <div className={styles.actions}>
            <ThemeMenu />
            <Button icon={<FolderOpen />} onClick={() => void openWithDialog()}>
              Open…
            </Button>
            <Button look="primary" icon={<FilePlus2 />} onClick={() => void newPipeline()}>
              New pipeline
            </Button>
          </div>
        </header>
        {lost === undefined ? null : (
          <p role="alert" className={styles.lost}>
            {lost} Start it again and open the address that it prints.
          </p>
        )}
        {facts === undefined ? null : (
          <>
            <Left left={facts.left} />
            <Recent recent={facts.recent} />
            <Examples gallery={facts.gallery} />
            <footer className={styles.foot}>Version {facts.version}</footer>
          </>
        )}
      </main>
      <FileDialog />
      <Notice />
    </Tooltip.Provider>
  );
};
