/** Documents of the host: saved whole, backed up, watched, recovered, and trusted only as far as was said. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBackups } from './backups.ts';
import { openDocuments } from './documents.ts';
import { openRecent } from './recent.ts';
import { openTrust } from './trust.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-host-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const text = (path: string, more: object[] = []): string =>
  JSON.stringify({
    format: 'millrace/pipeline',
    version: 1,
    nodes: [{ id: 'a', kind: 'read-csv', params: { path } }, ...more],
  });

let count = 0;
const desk = () => {
  count += 1;
  const home = join(root, `home${count}`);
  mkdirSync(home, { recursive: true });
  const bad: string[] = [];
  const changed: (string | undefined)[] = [];
  const open = () =>
    openDocuments({
      trust: openTrust(join(home, 'trust.json'), path => bad.push(path)),
      recent: openRecent(join(home, 'recent.json'), path => bad.push(path)),
      backups: openBackups(join(home, 'backups'), name => bad.push(name)),
      onChanged: (_, now) => changed.push(now),
    });
  const file = join(root, `p${count}.millrace`);
  return { home, bad, changed, open, file };
};

test('a file is not trusted until it is said, and stays so after edits of the program', async () => {
  const { open, file } = desk();
  writeFileSync(file, text('a.csv'));
  const first = open();
  const { doc, trusted, beyond, text: opened } = await first.open(file);
  expect([trusted, beyond]).toEqual([false, undefined]);
  expect(first.source(doc).trusted).toBe(false);
  await first.trust(doc, opened, 'file');
  expect(first.source(doc).trusted).toBe(true);
  await first.save(doc, text('a.csv', [{ id: 'b', kind: 'read-csv', params: { path: 'b.csv' } }]), false);
  first.closeAll();
  expect((await open().open(file)).trusted).toBe(true);
});

test('a change of another program that does more is asked again, with what is more; one that does less is not', async () => {
  const { open, file } = desk();
  writeFileSync(file, text('a.csv', [{ id: 'b', kind: 'read-csv', params: { path: 'b.csv' } }]));
  const first = open();
  const opened = await first.open(file);
  await first.trust(opened.doc, opened.text, 'file');
  first.closeAll();
  writeFileSync(file, text('a.csv'));
  expect((await open().open(file)).trusted).toBe(true);
  writeFileSync(file, text('/etc/passwd'));
  const again = await open().open(file);
  expect(again.trusted).toBe(false);
  expect(again.beyond?.read).toEqual(['/etc/passwd']);
});

test('reading a widened file again while it is open takes its trust away', async () => {
  const { open, file } = desk();
  writeFileSync(file, text('a.csv'));
  const documents = open();
  const opened = await documents.open(file);
  await documents.trust(opened.doc, opened.text, 'file');
  writeFileSync(file, text('/etc/passwd'));
  const again = await documents.reload(opened.doc);
  expect(again.trusted).toBe(false);
  expect(documents.source(opened.doc).trusted).toBe(false);
  documents.closeAll();
});

test('two windows edit one file: the second save says that it changed and writes nothing', async () => {
  const { open, file, changed } = desk();
  writeFileSync(file, text('a.csv'));
  const documents = open();
  const [one, two] = [await documents.open(file), await documents.open(file)];
  const saved = await documents.save(one.doc, text('one.csv'), false);
  expect(saved.outcome).toBe('saved');
  await expect.poll(() => changed.length).toBe(1);
  const refused = await documents.save(two.doc, text('two.csv'), false);
  expect(refused).toMatchObject({ outcome: 'changed-on-disk' });
  expect(readFileSync(file, 'utf8')).toContain('one.csv');
  expect((await documents.save(two.doc, text('two.csv'), true)).outcome).toBe('saved');
  expect(readFileSync(file, 'utf8')).toContain('two.csv');
  documents.closeAll();
});

test('unsaved work comes back at the next opening, until it is saved or thrown away', async () => {
  const { open, file } = desk();
  writeFileSync(file, text('a.csv'));
  const first = open();
  const { doc } = await first.open(file);
  await first.backup(doc, text('edited.csv'));
  first.closeAll();
  const second = open();
  const again = await second.open(file);
  expect(again.recovered).toContain('edited.csv');
  await second.discardBackup(again.doc);
  second.closeAll();
  const third = await open().open(file);
  expect(third.recovered).toBeUndefined();
});

test('work without a file comes back too, each piece of it', async () => {
  const { open, home } = desk();
  const first = open();
  const [one, two] = [await first.create(root), await first.create(root)];
  await first.backup(one.doc, text('one.csv'));
  await first.backup(two.doc, text('two.csv'));
  first.closeAll();
  // Another session numbers its documents from the start; the backups must not be its own.
  const second = open();
  const fresh = await second.create(root);
  await second.backup(fresh.doc, text('three.csv'));
  const left = await openBackups(join(home, 'backups'), () => {}).untitled();
  expect(left.map(b => b.text.match(/(one|two|three)\.csv/)?.[1]).sort()).toEqual(['one', 'three', 'two']);
  const key = left.find(b => b.text.includes('one.csv'))?.key ?? '';
  const recovered = await second.recover(key, root);
  expect([recovered.trusted, recovered.recovered]).toEqual([true, text('one.csv')]);
  await second.saveAs(recovered.doc, text('one.csv'), join(root, 'named.millrace'));
  expect((await openBackups(join(home, 'backups'), () => {}).untitled()).map(b => b.key)).not.toContain(key);
  second.closeAll();
});

test('damaged stores are set aside, the rest goes on, and nothing is trusted', async () => {
  const { open, file, home, bad } = desk();
  writeFileSync(file, text('a.csv'));
  const first = open();
  const opened = await first.open(file);
  await first.trust(opened.doc, opened.text, 'folder');
  await first.backup(opened.doc, text('edited.csv'));
  first.closeAll();
  for (const name of ['trust.json', 'recent.json']) writeFileSync(join(home, name), '{"files": [');
  const [backup = ''] = readdirSync(join(home, 'backups'));
  writeFileSync(join(home, 'backups', backup), 'null');
  const again = await open().open(file);
  expect([again.trusted, again.recovered]).toEqual([false, undefined]);
  expect(bad.map(path => path.replace(/.*\//, '')).sort()).toEqual(
    [backup, 'recent.json', 'trust.json'].sort(),
  );
  expect(readFileSync(join(home, 'trust.json.bad'), 'utf8')).toBe('{"files": [');
  expect(readdirSync(join(home, 'backups'))).toContain(`${backup}.bad`);
});

test('a document that cannot be written stays as it was, and says why', async () => {
  const { open } = desk();
  const documents = open();
  const { doc } = await documents.create(root);
  await expect(documents.saveAs(doc, text('a.csv'), join(root, 'p1.millrace', 'x.millrace'))).rejects.toThrow(
    /cannot be saved/,
  );
});
