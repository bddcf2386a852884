/** What axe-core finds on the page as it is now. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

const axeSource = await readFile(
  join(import.meta.dirname ?? '.', '..', 'node_modules', 'axe-core', 'axe.min.js'),
  'utf8',
);

type AxeResult = { violations: { id: string; impact: string; nodes: { html: string }[] }[] };

/** Serious faults and worse; by all rules, or by these. */
export const faults = async (page: Page, rules?: readonly string[]): Promise<readonly string[]> => {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    only =>
      (window as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe.run(
        only === undefined ? {} : { runOnly: { type: 'rule', values: only } },
      ),
    rules,
  );
  return violations
    .filter(v => v.impact === 'serious' || v.impact === 'critical')
    .map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`);
};
