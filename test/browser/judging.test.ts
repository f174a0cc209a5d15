// A detector that lags or is missing is seen on every page and told on two, in both themes and on a narrow screen.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, keepScreen, launchBrowser, onPage as onPageOf, type PageOptions } from './browser.js';
import { startConsoleServer, type ConsoleServer } from './console-server.js';

const BEHIND = /^judged up to \d\d:\d\d:\d\d, \d+ min( \d+ s)? behind$/;

const screens: readonly (readonly [string, PageOptions])[] = [
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['390', { theme: 'light', width: 390, height: 844 }],
];

describe.runIf(canBrowse)('the console of a dataset that is followed', () => {
  let browser: Browser;
  let server: ConsoleServer;

  beforeAll(async () => {
    browser = await launchBrowser();
    server = await startConsoleServer({ recent: true });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const onPage = (options: PageOptions, path: string, use: (page: Page) => Promise<void>) =>
    onPageOf(browser, server.url, `${path}?dataset=recent`, use, options);

  async function dotSays(page: Page, status: string): Promise<string> {
    const dot = page.locator(`output[data-status="${status}"]`);
    await dot.waitFor();
    expect(await dot.isVisible()).toBe(true);
    expect(await page.locator('output[data-status]').count()).toBe(1);
    const box = await dot.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
    return await dot.innerText();
  }

  /** No word of it is cut off at the right. */
  async function expectInside(page: Page): Promise<void> {
    const rights = await page
      .locator('[data-judged] *')
      .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().right));
    expect(rights.length).toBeGreaterThan(3);
    expect(Math.max(...rights)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  }

  async function expectAccessible(page: Page): Promise<void> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(async () => {
      const run = Reflect.get(globalThis, 'axe') as typeof axe;
      return await run.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] });
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
  }

  test.each(screens)('is live while everything is judged: %s', async (name, options) => {
    await server.follow('recent', Date.now());
    await onPage(options, '/sources', async (page) => {
      await page.getByText('everything is judged').waitFor();
      expect(await dotSays(page, 'live')).toBe('Live');
      await expectAccessible(page);
      await keepScreen(page, `judging-current-${name}`);
    });
  });

  test.each(screens)('says how far a detector that lags has come: %s', async (name, options) => {
    await server.follow('recent', Date.now());
    await server.forgetJudged('recent', 'at-work');
    await onPage(options, '/sources', async (page) => {
      await page.getByText('judging is late').waitFor();
      await page.getByText(BEHIND).waitFor();
      expect(await dotSays(page, 'judged-late')).toMatch(/^Judged up to \d\d:\d\d$/);
      expect(await page.getByText('shoptrace detect --follow').count()).toBe(0);
      await expectAccessible(page);
      await keepScreen(page, `judging-behind-${name}`);
    });
  });

  test.each(screens)('says that nobody judges, and what to start: %s', async (name, options) => {
    await server.follow('recent', Date.now());
    await server.forgetJudged('recent', 'none');
    for (const path of ['/', '/sources'])
      await onPage(options, path, async (page) => {
        await page.getByText('nobody judges', { exact: true }).waitFor();
        await page.getByText(BEHIND).waitFor();
        await expectInside(page);
        await page.getByText('shoptrace detect --follow').waitFor();
        if (path === '/') await page.getByText('Nothing found yet').waitFor();
        expect(await dotSays(page, 'not-judged')).toBe('Nobody judges');
        await expectAccessible(page);
        await keepScreen(page, `judging-nobody${path === '/' ? '-overview' : ''}-${name}`);
      });
  });
});
