/** @typedef {import('@playwright/test').Page} Page */

/** Until the page has drawn what it knows. @param {Page} page */
export const nextFrame = page =>
  page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
  );

/**
 * Frames of the page while something is done with it.
 * @param {Page} page
 * @param {() => Promise<void>} work
 * @returns {Promise<{ rate: number, longest: number, p95: number }>} frames a second; milliseconds
 */
export const frames = async (page, work) => {
  await page.evaluate(() => {
    /** @type {number[]} */
    const times = [];
    const tick = (/** @type {number} */ now) => {
      times.push(now);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    Object.assign(window, { benchFrames: times });
  });
  await work();
  const times = await page.evaluate(() => [
    .../** @type {{ benchFrames: number[] }} */ (/** @type {unknown} */ (window)).benchFrames,
  ]);
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const sorted = [...gaps].sort((a, b) => a - b);
  const total = (times.at(-1) ?? 0) - (times[0] ?? 0);
  return {
    rate: (gaps.length / total) * 1000,
    longest: sorted.at(-1) ?? Number.NaN,
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN,
  };
};
