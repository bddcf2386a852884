import { frames, nextFrame } from './frames.mjs';
import { chains, overFile, sequence } from './pipelines.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {object} DesignerCase
 * @property {string} id
 * @property {string} title
 * @property {() => object} [pipeline] the file that is open from the start; absent, the start page is
 * @property {(page: Page, address: string) => Promise<Record<string, number>>} measure numbers by what they are
 */

/** @param {Page} page */
const canvas = page => page.getByRole('region', { name: 'Canvas' });
/** @param {Page} page */
const nodes = page => page.locator('.react-flow__node');

/** Opens the page on a pipeline and waits for its nodes. Milliseconds from the first request. @param {Page} page @param {string} address */
const opened = async (page, address) => {
  const begun = performance.now();
  await page.goto(address);
  await nodes(page).or(page.getByText('drawn as an overview')).first().waitFor();
  await nextFrame(page);
  const seen = performance.now() - begun;
  const trust = page.getByRole('button', { name: 'Trust this file' });
  if (await trust.isVisible().catch(() => false)) await trust.click();
  return seen;
};

/** Drags the empty canvas to and fro for three seconds while frames are counted. @param {Page} page */
const pan = async page => {
  const box = await canvas(page).boundingBox();
  if (box === null) throw new Error('The canvas is not to be seen.');
  const [x, y] = [box.x + box.width / 2, box.y + 60];
  const places = new Set();
  const view = () => page.locator('.react-flow__viewport').getAttribute('style');
  const seen = await frames(page, async () => {
    await page.mouse.move(x, y);
    await page.mouse.down({ button: 'middle' });
    places.add(await view());
    const until = performance.now() + 3000;
    for (let i = 0; performance.now() < until; i++) {
      const angle = i / 12;
      await page.mouse.move(x + 300 * Math.sin(angle), y + 200 + 150 * Math.cos(angle));
    }
    places.add(await view());
    await page.mouse.up({ button: 'middle' });
  });
  if (places.size < 2) throw new Error('The canvas did not move.');
  return seen;
};

/** @type {readonly DesignerCase[]} */
export const cases = [
  {
    id: 'start',
    title: 'Start page',
    measure: async (page, address) => {
      const begun = performance.now();
      await page.goto(address);
      const fresh = page.getByRole('button', { name: 'New pipeline' });
      await fresh.waitFor();
      const seen = performance.now() - begun;
      await fresh.click();
      await canvas(page).waitFor();
      return {
        'ms to the start page': seen,
        'ms to an empty canvas, with its click': performance.now() - begun,
      };
    },
  },
  {
    id: 'open-500',
    title: 'A graph of 500 nodes',
    pipeline: () => chains(500),
    measure: async (page, address) => {
      const seen = await opened(page, address);
      const begun = performance.now();
      await page
        .getByText(/(No problems|warnings?)$/)
        .first()
        .waitFor({ timeout: 60_000 });
      const checked = seen + performance.now() - begun;
      await page.keyboard.press('Shift+1');
      await page.waitForTimeout(500);
      const far = await pan(page);
      await page.keyboard.press('Shift+0');
      await page.waitForTimeout(500);
      const near = await pan(page);
      return {
        'ms to its nodes on the screen': seen,
        'ms until every node is checked': checked,
        'frames a second while panning, all in sight': far.rate,
        '… longest frame, ms': far.longest,
        'frames a second while panning at 100 %': near.rate,
        '… longest frame at 100 %, ms': near.longest,
      };
    },
  },
  {
    id: 'add-1000',
    title: 'One more node to 1,000',
    pipeline: () => chains(1000),
    measure: async (page, address) => {
      await opened(page, address);
      await page
        .getByText(/(No problems|warnings?)$/)
        .first()
        .waitFor({ timeout: 60_000 });
      // Where a person adds nodes: near enough to read them.
      await canvas(page).focus();
      await page.keyboard.press('Shift+0');
      await nodes(page).first().waitFor();
      /** @type {number[]} */
      const took = [];
      for (let i = 0; i < 5; i++) {
        await canvas(page).focus();
        await page.keyboard.press('Escape');
        await page.keyboard.press('/');
        await page.getByRole('dialog').getByRole('listbox').waitFor();
        await page.keyboard.type('sequence');
        await page.waitForTimeout(300);
        took.push(await timeToMore(page));
        await page.waitForTimeout(700);
      }
      const sorted = took.sort((a, b) => a - b);
      return {
        'ms from the key to the node on the screen': sorted[2] ?? Number.NaN,
        '… quickest': sorted[0] ?? Number.NaN,
      };
    },
  },
  {
    id: 'preview',
    title: 'Rows of a node over the large source',
    pipeline: () => overFile('orders.parquet'),
    measure: async (page, address) => {
      await opened(page, address);
      const rows = page.getByRole('gridcell').first();
      const first = await clickToRows(page, 'dear', rows);
      await page.keyboard.press('Escape');
      await clickToRows(page, 'orders', rows);
      const again = await clickToRows(page, 'dear', rows);
      return { 'ms from the click to rows, first time': first, 'ms from the click to rows, again': again };
    },
  },
  {
    id: 'scroll-1m',
    title: 'Scrolling a million rows',
    pipeline: () => sequence(1_000_000),
    measure: async (page, address) => {
      await opened(page, address);
      await clickToRows(page, 'rows', page.getByRole('gridcell').first());
      await page.getByRole('button', { name: 'All rows' }).click();
      await page
        .getByText(/1,000,000 rows/)
        .first()
        .waitFor();
      const grid = page.getByRole('grid');
      const box = await grid.boundingBox();
      if (box === null) throw new Error('The grid is not to be seen.');
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      const wheel = await frames(page, async () => {
        const until = performance.now() + 3000;
        while (performance.now() < until) await page.mouse.wheel(0, 400);
      });
      const far = await frames(page, async () => {
        const until = performance.now() + 3000;
        while (performance.now() < until) await page.mouse.wheel(0, 40_000);
      });
      const at = Number(await page.getByRole('row').nth(5).getAttribute('aria-rowindex'));
      if (!(at > 100_000)) throw new Error(`The grid was scrolled to row ${at} only.`);
      return {
        'frames a second by wheel': wheel.rate,
        '… 95 % of frames within ms': wheel.p95,
        'frames a second in leaps of 1,500 rows': far.rate,
        '… 95 % of frames within ms, in leaps': far.p95,
      };
    },
  },
];

/** Presses Enter and waits inside the page until the frame in which the status bar counts one more node. @param {Page} page */
const timeToMore = async page => {
  const waiting = page.evaluate(() => {
    const counted = () => /([\d,]+) nodes/.exec(document.querySelector('footer')?.textContent ?? '')?.[1];
    const before = counted();
    return new Promise((done, failed) => {
      const pressed = () => {
        const begun = performance.now();
        const look = () => {
          if (counted() !== before) done(performance.now() - begun);
          else if (performance.now() - begun > 10_000) failed(new Error('No node came.'));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      document.addEventListener('keydown', pressed, { capture: true, once: true });
    });
  });
  await page.waitForTimeout(50);
  await page.keyboard.press('Enter');
  return /** @type {number} */ (await waiting);
};

/** @param {Page} page @param {string} node @param {import('@playwright/test').Locator} rows */
const clickToRows = async (page, node, rows) => {
  const target = nodes(page).filter({ hasText: node }).first();
  await target.waitFor();
  const begun = performance.now();
  await target.click();
  await page.getByRole('grid', { name: new RegExp(`Rows of.*${node}`, 'i') }).waitFor({ timeout: 60_000 });
  await rows.waitFor({ timeout: 60_000 });
  return performance.now() - begun;
};
