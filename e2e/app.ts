/**
 * What every spec starts from: the designer running in a folder of its own and a page at its start page. A test fails when
 * the page breaks its content policy, throws, or writes an error to the console.
 */
import { test as base, expect, type Page } from '@playwright/test';
import { type Designer, startDesigner } from './designer.ts';

type Fixtures = {
  readonly designer: Designer;
  /** The folder that the designer works in. */
  readonly work: string;
  /** What the page said that it should not have; a spec that provokes an error empties it. */
  readonly complaints: string[];
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off the pattern
  designer: async ({}, use) => {
    const designer = await startDesigner();
    await use(designer);
    await designer.stop();
  },
  work: async ({ designer }, use) => use(designer.work),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off the pattern
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints).toEqual([]);
  },
  page: async ({ page, designer, complaints }, use) => {
    page.on('pageerror', error => complaints.push(`thrown: ${error.message}`));
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
    });
    await page.goto(await designer.address());
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await use(page);
  },
});

export { expect };

/** Opens an example of the gallery by its title and waits until all of its nodes are there. */
export const openExample = async (page: Page, title: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name: title }).first().click();
  const nodes = page.locator('.react-flow__node');
  await expect(nodes.first()).toBeVisible();
  let before = 0;
  await expect
    .poll(async () => {
      const [last, now] = [before, await nodes.count()];
      before = now;
      return now === last;
    })
    .toBe(true);
};

/** A node of the canvas by its title or id. */
export const nodeOf = (page: Page, name: string) =>
  page.locator('.react-flow__node').filter({ hasText: name });
