/** Documents: made, saved, closed, found again after a crash, changed by others, unreadable. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, nodeOf, openExample, test } from './app.ts';
import { faults } from './axe.ts';
import { startDesigner } from './designer.ts';

const addNote = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Name' }).first().fill(name);
};

const saveAs = async (page: Page, name: string): Promise<void> => {
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: 'Save as' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.keyboard.press('Enter');
};

test('a new pipeline is named, saved by keyboard, closed and opened from the recent files', async ({
  page,
  work,
}) => {
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await addNote(page, 'Mine');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await saveAs(page, 'mine');
  await expect(page.getByRole('heading', { level: 1, name: 'mine.millrace' })).toBeVisible();
  expect(JSON.parse(await readFile(join(work, 'mine.millrace'), 'utf8')).name).toBe('Mine');
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Close' }).click();
  await page.getByRole('button', { name: /^mine\.millrace/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'mine.millrace' })).toBeVisible();
  // Nothing was trusted by hand: what is drawn here is.
  await expect(page.getByRole('region', { name: 'Trust' })).toHaveCount(0);
});

test('saving under a name that is taken asks first', async ({ page, work }) => {
  await writeFile(join(work, 'taken.millrace'), 'precious');
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await addNote(page, 'Mine');
  await saveAs(page, 'taken');
  const question = page.getByRole('dialog', { name: 'Replace the file?' });
  await expect(question).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(question).toHaveCount(0);
  expect(await readFile(join(work, 'taken.millrace'), 'utf8')).toBe('precious');
  await page
    .getByRole('dialog', { name: 'Save as' })
    .getByRole('button', { name: 'Save', exact: true })
    .click();
  await question.getByRole('button', { name: 'Replace' }).click();
  await expect.poll(() => readFile(join(work, 'taken.millrace'), 'utf8')).toContain('Mine');
});

test('closing with unsaved changes asks: cancel stays, save saves, discard throws away', async ({
  page,
  work,
}) => {
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await addNote(page, 'Mine');
  const close = async () => {
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Close' }).click();
  };
  const question = page.getByRole('dialog', { name: 'Save your changes?' });
  await close();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await close();
  await question.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog', { name: 'Save as' }).getByRole('textbox', { name: 'Name' }).fill('kept');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^kept\.millrace/ }).click();
  await addNote(page, 'Changed');
  await close();
  await question.getByRole('button', { name: 'Discard changes' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Millrace' })).toBeVisible();
  expect(await readFile(join(work, 'kept.millrace'), 'utf8')).not.toContain('Changed');
  await page.getByRole('button', { name: /^kept\.millrace/ }).click();
  await expect(page.getByRole('region', { name: 'Unsaved work' })).toHaveCount(0);
});

test('work that was never saved is offered after the program was killed', async ({
  page,
  designer,
  work,
  complaints,
}) => {
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await addNote(page, 'Nearly lost');
  // The backup follows a second after the last edit.
  await page.waitForTimeout(1800);
  designer.process.kill('SIGKILL');
  await expect(page.getByRole('region', { name: 'Program' })).toBeVisible();
  const again = await startDesigner({ work });
  try {
    const other = await page.context().newPage();
    await other.goto(await again.address());
    await expect(other.getByRole('region', { name: 'Unsaved work' })).toContainText('Nearly lost');
    await other.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(other.getByRole('textbox', { name: 'Name' }).first()).toHaveValue('Nearly lost');
    await expect(other.getByText('Unsaved changes')).toBeVisible();
    await other.close();
  } finally {
    again.process.kill('SIGKILL');
  }
  complaints.length = 0;
});

test('a file that another program changes is noticed, compared, and never overwritten in silence', async ({
  page,
  work,
}) => {
  await openExample(page, /Messy survey/);
  const path = join(work, 'Millrace examples', 'messy-survey', 'messy-survey.millrace');
  const theirs = (await readFile(path, 'utf8')).replace('between 1 and 5', 'between 1 and 9');
  await addNote(page, 'Mine');
  await writeFile(path, theirs);
  const banner = page.getByRole('region', { name: 'File on disk' });
  await banner.getByRole('button', { name: 'Compare' }).click();
  const diff = page.getByRole('dialog');
  await expect(diff).toContainText('answer between 1 and 9');
  await expect(diff).toContainText('answer between 1 and 5');
  expect(await faults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  const question = page.getByRole('dialog', { name: 'The file was changed by someone else' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await readFile(path, 'utf8')).toBe(theirs);
  await banner.getByRole('button', { name: 'Keep mine' }).click();
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFile(path, 'utf8')).toContain('"name": "Mine"');
});

test('a file with a merge conflict opens on either side', async ({ page, work }) => {
  const side = (kind: string) =>
    `<<<<<<< ours\n    { "id": "a", "kind": "sequence", "params": { "stop": 3 } }\n=======\n    { "id": "a", "kind": "${kind}", "params": { "stop": 9 } }\n>>>>>>> theirs\n`;
  await writeFile(
    join(work, 'torn.millrace'),
    `{\n  "format": "millrace/pipeline",\n  "version": 1,\n  "nodes": [\n${side('sequence')}  ]\n}\n`,
  );
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('button', { name: /^torn\.millrace/ }).dblclick();
  const shown = page.getByRole('main', { name: 'Unreadable file' });
  await expect(shown).toContainText('Line 5');
  await shown.getByRole('button', { name: 'Open our side' }).click();
  await expect(nodeOf(page, 'a')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect.poll(() => readFile(join(work, 'torn.millrace'), 'utf8')).toContain('"stop": 3');
});

test('a recent file that is gone is greyed and can be taken off the list', async ({ page, work }) => {
  await openExample(page, /JSON to tables/);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await rm(join(work, 'Millrace examples'), { recursive: true });
  await page.getByRole('menuitem', { name: 'Close' }).click();
  await expect(page.getByRole('button', { name: /^json-to-tables\.millrace Not found/ })).toBeDisabled();
  await page.getByRole('button', { name: 'Remove json-to-tables.millrace from this list' }).click();
  await expect(page.getByText('Pipelines that you open or save are listed here')).toBeVisible();
});

test('nodes of a file without places are laid out, and nothing counts as changed', async ({ page, work }) => {
  const nodes = ['a', 'b', 'c', 'd'].map(id => ({
    id,
    kind: id === 'a' ? 'sequence' : 'limit',
    params: { count: 3 },
  }));
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'd' },
  ];
  const text = JSON.stringify({ format: 'millrace/pipeline', version: 1, nodes, edges });
  await writeFile(join(work, 'bare.millrace'), text);
  await page.getByRole('button', { name: 'Open…' }).click();
  await page.getByRole('dialog', { name: 'Open' }).getByText('bare.millrace').dblclick();
  const boxes = page.locator('.react-flow__node');
  await expect(boxes).toHaveCount(4);
  const box = (id: string) => boxes.and(page.locator(`[data-id="${id}"]`));
  const boxOf = async (id: string) => (await box(id).boundingBox()) ?? fail();
  const right = async () => {
    const [a, b, c, d] = [await boxOf('a'), await boxOf('b'), await boxOf('c'), await boxOf('d')];
    return a.x + a.width < b.x && b.x + b.width < c.x && (d.y >= b.y + b.height || b.y >= d.y + d.height);
  };
  await expect.poll(right).toBe(true);
  await expect(page.getByText('Unsaved changes')).toHaveCount(0);
  // An edit that is taken back leaves the nodes where they are, and again nothing to save.
  await box('c').click();
  await page.keyboard.press('d');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Unsaved changes')).toHaveCount(0);
  expect(await right()).toBe(true);
  expect(await readFile(join(work, 'bare.millrace'), 'utf8')).toBe(text);
});

test('what differs from the saved file is marked on the canvas and in the settings', async ({ page }) => {
  await openExample(page, /Clean orders/);
  const box = (name: string) => page.getByRole('group', { name: new RegExp(`^${name}`) });
  await box('Report').click();
  await page.keyboard.press('Delete');
  await box('Largest revenue first').click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Best first');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('compare with the file on disk');
  await page.keyboard.press('Enter');
  const bar = page.getByRole('region', { name: 'Comparison' });
  await expect(bar).toContainText('1 changed');
  await expect(bar).toContainText('1 removed, 1 wire removed');
  await expect(bar).toContainText('Report');
  await expect(box('Best first')).toHaveCSS('outline-style', 'solid');
  await expect(box('Products')).toHaveCSS('outline-style', 'none');
  const difference = page.getByRole('region', { name: 'Difference' });
  await expect(difference).toContainText('Largest revenue first');
  await box('Products').click();
  await expect(difference).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await expect(box('Best first')).toHaveCSS('outline-style', 'none');
});

const fail = (): never => {
  throw new Error('the node is not drawn');
};
