/**
 * What every spec starts from: the designer running in a folder of its own and a page at its start page. A test fails when
 * the page breaks its content policy, throws, or writes an error to the console.
 */
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { type Designer, startDesigner } from './designer.ts';
import { type DesignerWindow, startWindow } from './electron.ts';

type Fixtures = {
  /** The folder that the designer works in. */
  readonly work: string;
  /** What the page said that it should not have; a spec that provokes an error empties it. */
  readonly complaints: string[];
  /** Saves under a name in the folder of the designer: `ask` does what a person does to be asked for one. */
  readonly saveAs: (name: string, ask: () => Promise<unknown>) => Promise<void>;
};

type WebFixtures = Fixtures & { readonly designer: Designer };

const listen = (page: Page, complaints: string[]): void => {
  page.on('pageerror', error => complaints.push(`thrown: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
};

const started = (page: Page): Promise<void> => expect(page.getByRole('heading', { level: 1 })).toBeVisible();

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off the pattern
const heard = async ({}: object, use: (complaints: string[]) => Promise<void>): Promise<void> => {
  const complaints: string[] = [];
  await use(complaints);
  expect(complaints).toEqual([]);
};

/** As a page of a browser, which is what most specs are about. */
const web = base.extend<WebFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off the pattern
  designer: async ({}, use) => {
    const designer = await startDesigner();
    await use(designer);
    await designer.stop();
  },
  work: async ({ designer }, use) => use(designer.work),
  complaints: heard,
  page: async ({ page, designer, complaints }, use) => {
    listen(page, complaints);
    await page.goto(await designer.address());
    await started(page);
    await use(page);
  },
  saveAs: async ({ page }, use) =>
    use(async (name, ask) => {
      await ask();
      await expect(page.getByRole('dialog', { name: 'Save as' }).getByLabel('Name')).toBeFocused();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(name);
      await page.keyboard.press('Enter');
    }),
});

/** In a window of Electron, which has the system's dialogs and no address. */
const desktop = base.extend<WebFixtures & { readonly designerWindow: DesignerWindow }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off the pattern
  designerWindow: async ({}, use) => {
    const opened = await startWindow();
    await use(opened);
    await opened.stop();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures off the pattern
  designer: async ({}, _use) => {
    throw new Error('A spec that is about the web host is none for Electron.');
  },
  work: async ({ designerWindow }, use) => use(designerWindow.work),
  complaints: heard,
  page: async ({ designerWindow, complaints }, use) => {
    listen(designerWindow.page, complaints);
    await started(designerWindow.page);
    await use(designerWindow.page);
  },
  saveAs: async ({ designerWindow }, use) =>
    use(async (name, ask) => {
      await designerWindow.answerSave(join(designerWindow.work, `${name}.millrace`));
      await ask();
    }),
});

/** The shell is chosen by the configuration that runs the specs. */
export const test = process.env.MILLRACE_E2E_SHELL === 'electron' ? (desktop as unknown as typeof web) : web;

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
