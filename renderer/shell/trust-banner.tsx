import { FileWarning, History, RefreshCw, ServerCrash, ShieldAlert, Unplug } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { trustLines } from '../../engine/diagnostics/trust-words.ts';
import { host } from '../rpc/connect.ts';
import { attempt, keepMine, takeText, takeTheirs, trustDocument } from '../store/actions.ts';
import { useCheck } from '../store/check.ts';
import { textOf, useDocument } from '../store/document.ts';
import { useHost } from '../store/host.ts';
import { useUi } from '../store/ui.ts';
import { Button } from '../ui/button.tsx';
import styles from './banner.module.css';

type Props = {
  readonly label: string;
  readonly tone?: 'info' | 'bad' | 'warn';
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
};

const Banner = ({ label, tone = 'warn', icon, children, actions }: Props) => (
  <section aria-label={label} className={styles.banner} data-tone={tone}>
    {icon}
    <div className={styles.text}>{children}</div>
    <div className={styles.actions}>{actions}</div>
  </section>
);

/** What an untrusted pipeline would touch, and the way to trust it. */
const Untrusted = () => {
  const atOpening = useDocument(state => state.capabilities);
  const beyond = useDocument(state => state.beyond);
  const live = useCheck(state => state.capabilities);
  const [put, setPut] = useState(false);
  const sum = live ?? atOpening;
  const lines = sum === undefined ? [] : trustLines(sum, beyond);
  const known = beyond !== undefined;
  return (
    <Banner
      label="Trust"
      icon={<ShieldAlert aria-hidden />}
      actions={
        <>
          <Button onClick={() => void trustDocument('file')}>Trust this file</Button>
          <Button onClick={() => void trustDocument('folder')}>Trust this folder</Button>
          {put ? null : <Button onClick={() => setPut(true)}>Keep restricted</Button>}
        </>
      }
    >
      {put ? (
        <p>Restricted: nothing runs and no data is shown until you trust this file.</p>
      ) : (
        <>
          <p>
            <strong>
              {known
                ? 'This file was changed by another program and now does more than you trusted.'
                : 'Do you trust this file?'}
            </strong>{' '}
            Until you do, nothing is read, called or run.{' '}
            {lines.length === 0 ? 'It touches nothing outside itself.' : 'Once trusted, it:'}
          </p>
          <ul>
            {lines.map(line => (
              <li key={line.text}>
                {line.isNew ? <span className={styles.new}>New</span> : null}
                {line.text}
              </li>
            ))}
          </ul>
        </>
      )}
    </Banner>
  );
};

const ChangedOnDisk = ({ text }: { readonly text: string | undefined }) => {
  const name = useDocument(state => state.file?.name ?? '');
  if (text === undefined)
    return (
      <Banner
        label="File on disk"
        icon={<FileWarning aria-hidden />}
        actions={<Button onClick={keepMine}>Keep mine</Button>}
      >
        <p>“{name}” was moved or deleted by someone else. Save to write it again.</p>
      </Banner>
    );
  return (
    <Banner
      label="File on disk"
      icon={<RefreshCw aria-hidden />}
      actions={
        <>
          <Button onClick={() => useUi.getState().show({ dialog: 'diff', name: `${name} on disk`, text })}>
            Compare
          </Button>
          <Button onClick={keepMine}>Keep mine</Button>
          <Button onClick={() => void takeTheirs()}>Take theirs</Button>
        </>
      }
    >
      <p>“{name}” was changed on disk by someone else.</p>
    </Banner>
  );
};

const discardRecovered = () =>
  attempt(async () => {
    const { doc } = useDocument.getState();
    useDocument.setState({ recovered: undefined });
    if (doc !== undefined) await host().call('doc.discardBackup', { doc });
  });

const Recovered = ({ text }: { readonly text: string }) => (
  <Banner
    label="Unsaved work"
    tone="info"
    icon={<History aria-hidden />}
    actions={
      <>
        <Button onClick={() => useUi.getState().show({ dialog: 'diff', name: 'Unsaved work', text })}>
          Compare
        </Button>
        <Button onClick={() => void discardRecovered()}>Throw away</Button>
        <Button look="primary" onClick={() => takeText(text, 'Restore unsaved work')}>
          Restore
        </Button>
      </>
    }
  >
    <p>Changes to this file were not saved when the program last ended.</p>
  </Banner>
);

const Engine = () => {
  const state = useHost(s => s.engine);
  const reason = useHost(s => s.engineReason);
  if (state !== 'stopped' && state !== 'failing') return null;
  return (
    <Banner
      label="Engine"
      tone="bad"
      icon={<ServerCrash aria-hidden />}
      actions={
        state === 'failing' ? (
          <Button onClick={() => void attempt(() => host().call('app.restartEngine', {}))}>
            Start again
          </Button>
        ) : null
      }
    >
      <p>
        {state === 'failing'
          ? `The engine keeps stopping (${reason ?? 'no reason given'}). Your pipeline is safe here.`
          : `The engine stopped (${reason ?? 'no reason given'}) and is being started again. Your pipeline is safe here.`}
      </p>
    </Banner>
  );
};

const Lost = ({ reason }: { readonly reason: string }) => (
  <Banner
    label="Program"
    tone="bad"
    icon={<Unplug aria-hidden />}
    actions={
      <Button
        onClick={() => {
          const { document } = useDocument.getState();
          if (document !== undefined) void navigator.clipboard.writeText(textOf(document));
        }}
      >
        Copy the pipeline as text
      </Button>
    }
  >
    <p>{reason} Start it again; unsaved work up to a second ago is offered there.</p>
  </Banner>
);

/** Everything that must be said above the canvas, most urgent first. */
export const TrustBanner = () => {
  const untrusted = useDocument(
    state => state.doc !== undefined && !state.trusted && state.document !== undefined,
  );
  const changed = useDocument(state => state.changedOnDisk);
  const recovered = useDocument(state => state.recovered);
  const lost = useHost(state => state.lostReason);
  return (
    <>
      {lost === undefined ? <Engine /> : <Lost reason={lost} />}
      {untrusted ? <Untrusted /> : null}
      {changed === undefined ? null : <ChangedOnDisk text={changed.text} />}
      {recovered === undefined ? null : <Recovered text={recovered} />}
    </>
  );
};
