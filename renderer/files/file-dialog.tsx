import { ChevronUp, File as FileIcon, Folder } from 'lucide-react';
import { useEffect, useState } from 'react';
import { host } from '../rpc/connect.ts';
import dialog from '../shell/dialog.module.css';
import { DialogFrame } from '../shell/dialog-frame.tsx';
import { attempt } from '../store/actions.ts';
import { useDocument } from '../store/document.ts';
import { ago, fileSize } from '../ui/amounts.ts';
import { Button, IconButton } from '../ui/button.tsx';
import styles from './file-dialog.module.css';
import { type Entry, type Listing, shownEntries, withExtension } from './listing.ts';
import { type ChosenFile, useFileDialog } from './pick.ts';

const titles = { open: 'Open', save: 'Save as', data: 'Choose a file', folder: 'Choose a folder' } as const;

/** The dialog for hosts without one of the system. */
export const FileDialog = () => {
  const asked = useFileDialog(state => state.asked);
  return asked === undefined ? null : <Chooser key={asked.purpose} {...asked} />;
};

type Props = NonNullable<ReturnType<typeof useFileDialog.getState>['asked']>;

const docOf = (): { readonly doc?: string } => {
  const { doc } = useDocument.getState();
  return doc === undefined ? {} : { doc };
};

const Chooser = ({ purpose, extensions = [], name: proposed = '', answer }: Props) => {
  const [listing, setListing] = useState<Listing | undefined>();
  const [name, setName] = useState(proposed);
  const [all, setAll] = useState(false);
  const [picked, setPicked] = useState<string | undefined>();
  const [existing, setExisting] = useState<ChosenFile | undefined>();

  const go = (folder?: string, up = false) =>
    attempt(async () => {
      setListing(
        await host().call('files.list', {
          ...docOf(),
          ...(folder !== undefined && { folder }),
          ...(up && { up }),
        }),
      );
      setPicked(undefined);
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only at first
  useEffect(() => void go(), []);

  const choose = (entry: Entry) =>
    attempt(async () => answer(await host().call('files.chosen', { ...docOf(), file: entry.file })));
  const entries = shownEntries(listing, { extensions, all, foldersOnly: purpose === 'folder' });
  const chosen = entries.find(entry => entry.file === picked);
  const openEntry = (entry: Entry) => {
    if (entry.kind === 'folder') void go(entry.file);
    else if (purpose === 'save') setName(entry.name);
    else void choose(entry);
  };
  const confirm = () =>
    attempt(async () => {
      if (listing === undefined) return;
      if (purpose === 'save') {
        const full = withExtension(name.trim(), extensions);
        if (full === '') return;
        const found = await host().call('files.name', { ...docOf(), folder: listing.folder, name: full });
        if (found.exists) setExisting(found.chosen);
        else answer(found.chosen);
      } else if (chosen !== undefined && (chosen.kind === 'file' || purpose === 'folder'))
        await choose(chosen);
      else if (chosen !== undefined) await go(chosen.file);
      else if (purpose === 'folder')
        answer(await host().call('files.chosen', { ...docOf(), file: listing.folder }));
    });

  if (existing !== undefined)
    return (
      <DialogFrame
        key="replace"
        title="Replace the file?"
        close={() => setExisting(undefined)}
        actions={
          <>
            <Button data-first onClick={() => setExisting(undefined)}>
              Choose another name
            </Button>
            <Button look="danger" onClick={() => answer(existing)}>
              Replace
            </Button>
          </>
        }
      >
        <p>“{existing.name}” is there already. What it holds would be lost.</p>
      </DialogFrame>
    );

  return (
    <DialogFrame
      title={titles[purpose]}
      close={() => answer(undefined)}
      actions={
        <>
          {extensions.length === 0 || purpose === 'folder' ? null : (
            <label className={`${dialog.row} ${dialog.start}`}>
              <input type="checkbox" checked={all} onChange={event => setAll(event.target.checked)} />
              All files, not only {extensions.map(e => `.${e}`).join(', ')}
            </label>
          )}
          <Button onClick={() => answer(undefined)}>Cancel</Button>
          <Button
            look="primary"
            disabled={purpose === 'save' ? name.trim() === '' : purpose !== 'folder' && chosen === undefined}
            onClick={() => void confirm()}
          >
            {purpose === 'save' ? 'Save' : 'Choose'}
          </Button>
        </>
      }
    >
      <div className={dialog.row}>
        <IconButton
          label="Up one folder"
          icon={<ChevronUp />}
          look="plain"
          onClick={() => void go(listing?.folder, true)}
        />
        <span className={styles.path} title={listing?.path}>
          {listing?.path ?? 'Reading…'}
        </span>
      </div>
      <ul className={styles.list} aria-label="Files and folders">
        {entries.map(entry => (
          <li key={entry.file}>
            <button
              type="button"
              className={styles.entry}
              aria-pressed={picked === entry.file}
              onClick={event => {
                setPicked(entry.file);
                if (entry.kind === 'file' && purpose === 'save') setName(entry.name);
                // A key or a second click goes on at once; the first click only selects.
                if (event.detail === 0) openEntry(entry);
              }}
              onDoubleClick={() => openEntry(entry)}
            >
              {entry.kind === 'folder' ? <Folder aria-hidden /> : <FileIcon aria-hidden />}
              <span>{entry.name}</span>
              <small>{entry.bytes === undefined ? '' : fileSize(entry.bytes)}</small>
              <small>{entry.modified === undefined ? '' : ago(entry.modified, Date.now())}</small>
            </button>
          </li>
        ))}
        {listing !== undefined && entries.length === 0 ? (
          <li className={styles.empty}>
            {listing.entries.length === 0
              ? 'This folder is empty.'
              : 'Nothing here fits. Show all files, or go to another folder.'}
          </li>
        ) : null}
      </ul>
      {purpose === 'save' ? (
        <label className={dialog.field}>
          Name
          <input
            className={dialog.input}
            value={name}
            data-first
            onChange={event => setName(event.target.value)}
            onKeyDown={event => {
              if (event.key === 'Enter') void confirm();
            }}
          />
        </label>
      ) : null}
    </DialogFrame>
  );
};
