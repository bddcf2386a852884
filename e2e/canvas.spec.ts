/** The canvas as a person uses it: by mouse, and by keyboard alone. */
import type { Page } from '@playwright/test';
import { expect, nodeOf, openExample, test } from './app.ts';

const mod = process.platform === 'darwin' ? 'Meta' : 'Control';
const canvas = (page: Page) => page.getByRole('region', { name: 'Canvas' });
const wires = (page: Page) => page.locator('.react-flow__edge');
const nodes = (page: Page) => page.locator('.react-flow__node');
const port = (page: Page, node: string, name: string | RegExp) =>
  nodeOf(page, node).getByRole('button', { name });

const newPipeline = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await expect(page.getByRole('heading', { name: 'Start with data' })).toBeVisible();
};

/** Adds a kind by its title in the list that is open. */
const pick = async (page: Page, words: string, title: string): Promise<void> => {
  const list = page.getByRole('dialog').getByRole('listbox');
  await page.keyboard.type(words);
  await expect(list.getByRole('option').first()).toContainText(title);
  await page.keyboard.press('Enter');
  await expect(list).toHaveCount(0);
};

test('by keyboard alone: a pipeline is built, walked, renamed, taken apart and brought back', async ({
  page,
}) => {
  await newPipeline(page);
  await canvas(page).focus();
  await page.keyboard.press('/');
  await pick(page, 'sequence', 'Sequence');
  await expect(nodes(page)).toHaveCount(1);
  // Each next one follows what is selected.
  await page.keyboard.press('/');
  await pick(page, 'filter', 'Filter');
  await page.keyboard.press('/');
  await pick(page, 'sort', 'Sort');
  await expect(nodes(page)).toHaveCount(3);
  await expect(wires(page)).toHaveCount(2);

  await page.keyboard.press(`${mod}+ArrowLeft`);
  await expect(nodeOf(page, 'filter')).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(nodeOf(page, 'sequence')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('F2');
  await page.getByRole('dialog').getByLabel('Title').fill('Only large ones');
  await page.getByRole('dialog').getByLabel('Name in messages').fill('large');
  await page.keyboard.press('Enter');
  await expect(nodeOf(page, 'Only large ones')).toBeFocused();

  // Without the middle one, the wire goes on through.
  await page.keyboard.press('Shift+Delete');
  await expect(nodes(page)).toHaveCount(2);
  await expect(wires(page)).toHaveCount(1);
  await page.keyboard.press(`${mod}+z`);
  await expect(nodes(page)).toHaveCount(3);
  await expect(wires(page)).toHaveCount(2);
  await page.keyboard.press(`${mod}+Shift+z`);
  await expect(nodes(page)).toHaveCount(2);
});

test('by keyboard alone: ports are connected and disconnected from lists', async ({ page }) => {
  await newPipeline(page);
  await canvas(page).focus();
  await page.keyboard.press('/');
  await pick(page, 'sequence', 'Sequence');
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await pick(page, 'join', 'Join');
  await expect(wires(page)).toHaveCount(0);
  await page.keyboard.press(`${mod}+f`);
  await pick(page, 'sequence', 'sequence');
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog').getByRole('option')).toHaveText([/join: Left/, /join: Right/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(wires(page)).toHaveCount(1);
  await page.keyboard.press('Shift+C');
  await page.keyboard.press('Enter');
  await expect(wires(page)).toHaveCount(0);
});

test('by mouse: a wire dropped on nothing offers what fits, and joins it', async ({ page }) => {
  await newPipeline(page);
  await canvas(page).dblclick({ position: { x: 200, y: 120 } });
  await pick(page, 'sequence', 'Sequence');
  const from = await port(page, 'sequence', /^Output/)
    .first()
    .boundingBox();
  if (from === null) throw new Error('the port is on the screen');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + 120, from.y + 60, { steps: 5 });
  await page.mouse.up();
  // Sources read nothing, so they are not offered.
  await page.keyboard.type('sequence');
  await expect(page.getByRole('dialog').getByRole('option', { name: /^Sequence/ })).toHaveCount(0);
  await page.getByRole('dialog').getByRole('combobox').fill('');
  await pick(page, 'limit', 'Limit');
  await expect(wires(page)).toHaveCount(1);
});

test('by mouse: a kind is dragged from the list onto a wire, and stands between', async ({ page }) => {
  await openExample(page, /Clean orders/);
  const count = await nodes(page).count();
  const between = await wires(page).count();
  const a = await nodeOf(page, 'Dated orders').boundingBox();
  const b = await nodeOf(page, 'Who ordered').boundingBox();
  const area = await canvas(page).boundingBox();
  if (a === null || b === null || area === null) throw new Error('all is on the screen');
  const y = (a.y + a.height / 2 + b.y + b.height / 2) / 2 - 3;
  await page
    .getByRole('navigation', { name: 'Nodes' })
    .getByRole('button', { name: 'Sort', exact: true })
    .dragTo(canvas(page), {
      targetPosition: { x: (a.x + a.width + b.x) / 2 - area.x, y: y - area.y },
    });
  await expect(nodes(page)).toHaveCount(count + 1);
  await expect(wires(page)).toHaveCount(between + 1);
});

test('copies go through the clipboard as text of the file format, and come back in another pipeline', async ({
  page,
}) => {
  await openExample(page, /Clean orders/);
  const count = await nodes(page).count();
  await nodeOf(page, 'Dated orders').click();
  await page.keyboard.press(`${mod}+c`);
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({
    format: 'millrace/pipeline',
    nodes: [{ id: 'valid' }],
    edges: [],
  });
  await page.keyboard.press(`${mod}+v`);
  await expect(nodes(page)).toHaveCount(count + 1);
  await page.keyboard.press(`${mod}+d`);
  await expect(nodes(page)).toHaveCount(count + 2);
});

test('pasted nodes that would reach further are asked about first', async ({ page }) => {
  await newPipeline(page);
  await page.evaluate(
    text => navigator.clipboard.writeText(text),
    JSON.stringify({
      format: 'millrace/pipeline',
      version: 1,
      nodes: [{ id: 'far', kind: 'read-csv', params: { path: '/secret/elsewhere.csv' } }],
    }),
  );
  await canvas(page).focus();
  await page.keyboard.press(`${mod}+v`);
  const asked = page.getByRole('dialog', { name: 'Paste these nodes?' });
  await expect(asked).toContainText('Reads /secret/elsewhere.csv');
  await expect(nodes(page)).toHaveCount(0);
  await asked.getByRole('button', { name: 'Paste disabled' }).click();
  await expect(nodeOf(page, ', disabled')).toBeVisible();
  await page.keyboard.press(`${mod}+z`);
  await page.keyboard.press(`${mod}+v`);
  await page.keyboard.press('Escape');
  await expect(nodes(page)).toHaveCount(0);
});

test('a group collapses into one node with the ports that lead out, and opens again', async ({ page }) => {
  await openExample(page, /Clean orders/);
  const count = await nodes(page).count();
  const all = await wires(page).count();
  await nodeOf(page, 'Dated orders').click();
  await nodeOf(page, 'Who ordered').click({ modifiers: ['Shift'] });
  await page.keyboard.press(`${mod}+g`);
  await page.getByRole('dialog').getByLabel('Title').fill('Paired orders');
  await page.keyboard.press('Enter');
  await expect(nodes(page)).toHaveCount(count + 1);
  await page.keyboard.press('g');
  // The wire between the two is inside now.
  await expect(nodes(page)).toHaveCount(count - 1);
  await expect(wires(page)).toHaveCount(all - 1);
  await expect(nodeOf(page, 'Paired orders')).toContainText('2 nodes');
  await page.keyboard.press('g');
  await expect(nodes(page)).toHaveCount(count + 1);
  await page.keyboard.press(`${mod}+Shift+g`);
  await expect(nodes(page)).toHaveCount(count);
});

test('nodes are arranged in a worker, and undo brings them back', async ({ page }) => {
  await openExample(page, /Clean orders/);
  const place = () =>
    page
      .locator('.react-flow__node[data-id="clean"]')
      .evaluate(node => (node as HTMLElement).style.transform);
  const before = await place();
  await canvas(page).focus();
  await page.keyboard.press('Shift+A');
  await expect.poll(place).not.toBe(before);
  await page.keyboard.press(`${mod}+z`);
  await expect.poll(place).toBe(before);
});

test('a note is written in Markdown; links and scripts in it do nothing by themselves', async ({ page }) => {
  await newPipeline(page);
  await canvas(page).focus();
  await page.keyboard.press('n');
  await page.keyboard.type('**Bold** <img src=x onerror=alert(1)> [a](javascript:alert(1))');
  await page.keyboard.press('Escape');
  await expect(page.locator('strong', { hasText: 'Bold' })).toBeVisible();
  await expect(canvas(page).locator('img')).toHaveCount(0);
  await expect(canvas(page).locator('a[href^=javascript]')).toHaveCount(0);
});

test('every command is found by Ctrl+K, and shortcuts are listed by ?', async ({ page }) => {
  await openExample(page, /Clean orders/);
  await page.keyboard.press(`${mod}+k`);
  await pick(page, 'select all', 'Select all');
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(14);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Ctrl+Shift+Z');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('the menu of a node disables it', async ({ page }) => {
  await openExample(page, /Clean orders/);
  const report = page.getByRole('group', { name: /^Report/ });
  await report.click({ button: 'right' });
  await page.getByRole('menuitem', { name: /Disable/ }).click();
  await expect(report).toHaveAccessibleName(/disabled/);
});

test('by mouse: a box around nodes selects them, and only them', async ({ page }) => {
  await openExample(page, /Clean orders/);
  const boxes = await Promise.all(
    ['Customers', 'Products'].map(title => nodeOf(page, title).first().boundingBox()),
  );
  const [a, b] = boxes;
  if (a === null || b === null || a === undefined || b === undefined)
    throw new Error('both are on the screen');
  const [left, right] = [Math.min(a.x, b.x) - 6, Math.max(a.x + a.width, b.x + b.width) + 6];
  const [top, bottom] = [Math.min(a.y, b.y) - 6, Math.max(a.y + a.height, b.y + b.height) + 6];
  await page.keyboard.down('Shift');
  await page.mouse.move(left, bottom);
  await page.mouse.down();
  await page.mouse.move((left + right) / 2, (top + bottom) / 2, { steps: 4 });
  await page.mouse.move(right, top, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(2);
  await expect(page.getByRole('complementary', { name: 'Settings' })).toContainText('2 nodes');
});

test('by mouse: a node that comes near the line of another is drawn to it, and the line shows', async ({
  page,
}) => {
  await newPipeline(page);
  await canvas(page).dblclick({ position: { x: 200, y: 120 } });
  await pick(page, 'sequence', 'Sequence');
  await canvas(page).dblclick({ position: { x: 520, y: 300 } });
  await pick(page, 'random', 'Random rows');
  const [still, moved] = [nodeOf(page, 'sequence'), nodeOf(page, 'random')];
  const [a, b] = [await still.boundingBox(), await moved.boundingBox()];
  if (a === null || b === null) throw new Error('both are on the screen');
  await page.mouse.move(b.x + 60, b.y + 20);
  await page.mouse.down();
  await page.mouse.move(b.x + 60, b.y - 20, { steps: 8 });
  // The node starts after the pointer, so it is asked where it is: four pixels short of the same height.
  await expect.poll(async () => (await moved.boundingBox())?.y).toBeLessThan(b.y);
  const on = (await moved.boundingBox())?.y ?? 0;
  await page.mouse.move(b.x + 80, b.y - 20 - (on - a.y) + 4, { steps: 5 });
  const guide = page.getByTestId('guide');
  await expect(guide).toHaveCount(1);
  await page.mouse.up();
  await expect(guide).toHaveCount(0);
  expect((await moved.boundingBox())?.y).toBeCloseTo(a.y, 1);
  await page.keyboard.press(`${mod}+z`);
  await expect.poll(async () => (await moved.boundingBox())?.y).toBeCloseTo(b.y, 1);
});

test('by mouse: a note is made larger at its corner, and undo makes it small again', async ({ page }) => {
  await newPipeline(page);
  await canvas(page).focus();
  await page.keyboard.press('n');
  await page.keyboard.type('Note');
  await page.keyboard.press('Escape');
  const note = page.getByRole('group', { name: /^Note/ });
  const before = await note.boundingBox();
  if (before === null) throw new Error('the note is on the screen');
  const [x, y] = [before.x + before.width, before.y + before.height];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 80, y + 40, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await note.boundingBox())?.width).toBeCloseTo(before.width + 80, -1);
  expect((await note.boundingBox())?.height).toBeCloseTo(before.height + 40, -1);
  await page.keyboard.press(`${mod}+z`);
  await expect.poll(async () => (await note.boundingBox())?.width).toBeCloseTo(before.width, 0);
});

test('by mouse: the overview map goes where it is clicked, and M puts it away', async ({ page }) => {
  await openExample(page, /Clean orders/);
  const map = page.getByTestId('minimap');
  // Where everything is seen it would only cover something.
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(map).toHaveCount(0);
  for (let i = 0; i < 4; i++) await page.getByRole('button', { name: 'Zoom in' }).click();
  const box = await map.boundingBox();
  if (box === null) throw new Error('the map is on the screen');
  await page.mouse.click(box.x + box.width - 12, box.y + box.height / 2);
  await expect(nodeOf(page, 'Report').last()).toBeInViewport();
  await page.mouse.click(box.x + 12, box.y + box.height / 2);
  await expect(nodeOf(page, 'Orders, as exported')).toBeInViewport();
  await canvas(page).focus();
  await page.keyboard.press('m');
  await expect(map).toHaveCount(0);
  // Whoever asks for it has it.
  await page.getByRole('button', { name: 'Show everything' }).click();
  await canvas(page).focus();
  await page.keyboard.press('m');
  await expect(map).toHaveCount(1);
});

test('a view of everything stays one when the panel beside it opens, and a moved one stays where it is', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openExample(page, /mileage/i);
  const percent = page.getByRole('button', { name: /^\d+ %$/ });
  const inside = async (): Promise<boolean> => {
    const area = await canvas(page).boundingBox();
    const boxes = await Promise.all((await nodes(page).all()).map(node => node.boundingBox()));
    return (
      area !== null &&
      boxes.every(box => box !== null && box.x >= area.x && box.x + box.width <= area.x + area.width)
    );
  };
  await page.keyboard.press(`${mod}+i`);
  await expect(page.getByRole('complementary', { name: 'Settings' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect.poll(inside).toBe(true);
  const wide = await percent.textContent();
  await page.keyboard.press(`${mod}+i`);
  await expect(page.getByRole('complementary', { name: 'Settings' })).toBeVisible();
  await expect.poll(() => percent.textContent()).not.toBe(wide);
  await expect.poll(inside).toBe(true);
  // What was moved is left alone.
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await expect(percent).not.toHaveText(wide ?? '');
  const own = await percent.textContent();
  await page.keyboard.press(`${mod}+i`);
  await expect(page.getByRole('complementary', { name: 'Settings' })).toHaveCount(0);
  await page.waitForTimeout(300);
  expect(await percent.textContent()).toBe(own);
});
