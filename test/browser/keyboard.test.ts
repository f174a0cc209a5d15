// The console without a mouse, with hostile lines, with a very long transaction, and with several datasets.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, launchBrowser, onPage as onPageOf, shown } from './browser.js';
import { startConsoleServer, type ConsoleServer } from './console-server.js';

const LONG_LINES = 5000;

describe.runIf(canBrowse)('the console', () => {
  let browser: Browser;
  let server: ConsoleServer;

  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launchBrowser(),
      startConsoleServer({ quiet: true, hostile: true, longLines: LONG_LINES }),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const onPage = (path: string, use: (page: Page) => Promise<void>): Promise<void> =>
    onPageOf(browser, server.url, path, use);

  const focusedText = (page: Page): Promise<string> =>
    page.evaluate(() => document.activeElement?.textContent ?? '');

  test('finds, reads and acknowledges with keys alone', async () => {
    await onPage('/?dataset=sample', async (page) => {
      await page.getByText('By kind').waitFor();
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toBe('Skip to content');

      await page.keyboard.press('/');
      await page.keyboard.type('tu90qm');
      await page.keyboard.press('Enter');
      await page.getByText(/Placed 4 times, produced never/).waitFor();

      await page.keyboard.press('g');
      await page.keyboard.press('f');
      await page.getByRole('link', { name: /Production died in post-pay/ }).waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      expect(await focusedText(page)).toContain('Production died in post-pay');
      await page.keyboard.press('k');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');

      await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
      for (let presses = 0; presses < 40 && (await focusedText(page)) !== 'Acknowledge'; presses += 1)
        await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('textbox', { name: 'Reason' }).waitFor();
      await page.keyboard.type('with keys');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toBe('Acknowledge');
      await page.keyboard.press('Enter');
      expect(await shown(page.getByText('with keys'))).toBe(true);
    });
  });

  test('shows the keys and goes anywhere from the palette', async () => {
    await onPage('/?dataset=sample', async (page) => {
      await page.getByText('By kind').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Page, transaction ID or finding').fill('sour');
      await page.keyboard.press('Enter');
      expect(await shown(page.getByText('The ledger adds up'))).toBe(true);
      expect(new URL(page.url()).searchParams.get('dataset')).toBe('sample');
    });
  });

  test('keeps the dataset in the address through every page', async () => {
    await onPage('/?dataset=sample', async (page) => {
      await page.getByRole('button', { name: 'Dataset: sample' }).click();
      await page.getByRole('menuitem', { name: /^quiet/ }).click();
      await page.getByText('Nothing found').waitFor();
      for (const name of [
        'Transactions',
        'Findings',
        'Order numbers',
        'Lines',
        'Sources',
        'Dashboards',
        'Overview',
      ]) {
        await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
        expect(new URL(page.url()).searchParams.get('dataset')).toBe('quiet');
      }
    });
  });

  test('says where else to look when an ID is in another dataset', async () => {
    await onPage('/tx/LONGQMLVYXD5UMZYUQ==?dataset=sample', async (page) => {
      await page.getByRole('heading', { name: 'Look in another dataset' }).waitFor();
      await page.getByRole('link', { name: 'long', exact: true }).click();
      expect(await shown(page.getByText(/Placed 2500 times/))).toBe(true);
    });
  });

  test('shows hostile text as text, and what hides in it by name', async () => {
    await onPage('/lines?dataset=hostile', async (page) => {
      await page.getByText('<script>alert(1)</script>').waitFor();
      expect(await shown(page.getByText('<img src=x onerror=alert(1)>'))).toBe(true);
      expect(await shown(page.getByText('U+202E'))).toBe(true);
      expect(await page.locator('img[src="x"]').count()).toBe(0);
    });
  });

  test('opens a transaction of 5,000 lines, folds what repeats and unfolds it', async () => {
    await onPage('/tx/LONGQM?dataset=long', async (page) => {
      const fold = page.getByRole('button', { name: /more rounds of the same, 4/ });
      await fold.first().waitFor();
      expect(await page.locator('[data-event]').count()).toBeLessThan(100);
      await page.getByRole('switch', { name: 'Fold repeats' }).uncheck();
      await expect.poll(() => page.locator('[data-event]').count()).toBe(LONG_LINES);
    });
  });
});
