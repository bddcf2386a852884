/** Drops files on the page as a person would from a folder of the desktop. */
import type { Page } from '@playwright/test';

export type Dropped = { readonly name: string; readonly bytes: Uint8Array | string };

export const dropOn = async (page: Page, selector: string, files: readonly Dropped[]): Promise<void> => {
  const given = files.map(({ name, bytes }) => ({
    name,
    base64: Buffer.from(bytes as Uint8Array).toString('base64'),
  }));
  const transfer = await page.evaluateHandle(all => {
    const data = new DataTransfer();
    for (const { name, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
      data.items.add(new File([bytes], name));
    }
    return data;
  }, given);
  const target = page.locator(selector).first();
  const box = await target.boundingBox();
  const at = { clientX: (box?.x ?? 0) + 200, clientY: (box?.y ?? 0) + 120 };
  await target.dispatchEvent('dragover', { dataTransfer: transfer, ...at });
  await target.dispatchEvent('drop', { dataTransfer: transfer, ...at });
};

export const pasteText = (page: Page, text: string): Promise<void> =>
  page.evaluate(plain => {
    const data = new DataTransfer();
    data.setData('text/plain', plain);
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, text);
