// A file is chosen or dropped on the page Replay, replayed by the real server, and its findings are opened.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, keepScreen, launchBrowser, onPage as onPageOf, type PageOptions } from './browser.js';
import { startConsoleServer, type ConsoleServer } from './console-server.js';

const sample = fileURLToPath(new URL('../../samples/documented-merchant-trace.log', import.meta.url));
const hostileName = '<img src=x onerror=alert(1)>\u202egol.log';

const screens: readonly (readonly [string, PageOptions])[] = [
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['390', { theme: 'light', width: 390, height: 844 }],
];

describe.runIf(canBrowse)('the page Replay', () => {
  let browser: Browser;
  let server: ConsoleServer;
  let bytes: Buffer;

  beforeAll(async () => {
    browser = await launchBrowser();
    server = await startConsoleServer({ bare: true });
    bytes = await readFile(sample);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const onPage = (options: PageOptions, path: string, use: (page: Page) => Promise<void>) =>
    onPageOf(browser, server.url, path, use, options);

  async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
    await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/plain', buffer });
  }

  async function replay(page: Page, name: string, buffer: Buffer): Promise<void> {
    await choose(page, name, buffer);
    await page.getByLabel('Time zone of the shop').fill('Europe/Paris');
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
  }

  async function expectSound(page: Page): Promise<void> {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(async () => {
      const run = Reflect.get(globalThis, 'axe') as typeof axe;
      return await run.run({
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      });
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
  }

  test('is reached from the welcome, replays a file by keyboard, and leads to its findings', async () => {
    await onPage({}, '/', async (page) => {
      await page.getByRole('link', { name: 'Or choose a file here' }).click();
      await page.getByText('Drop a trace file here').waitFor();
      expect(await page.getByLabel('Time zone of the shop').inputValue()).toMatch(/\S/);
      expect(await page.getByRole('button', { name: 'Replay', exact: true }).isDisabled()).toBe(true);
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose a file' }).focus();
      await page.keyboard.press('Enter');
      await (await chooser).setFiles({ name: 'merchant_trace.log', mimeType: 'text/plain', buffer: bytes });
      await page.getByLabel('Time zone of the shop').fill('Europe/Paris');
      await page.keyboard.press('Enter');
      await page.getByText(/\d+ findings in dataset r-/).waitFor();
      await page.getByText('The ledger adds up').waitFor();
      expect(await page.getByText(/already loaded/).count()).toBe(0);
      const said = await page.getByRole('heading', { name: /findings in dataset/ }).innerText();
      await page.reload();
      expect(await page.getByRole('heading', { name: /findings in dataset/ }).innerText()).toBe(said);
      await page.getByRole('link', { name: 'Open the findings' }).click();
      await page.getByRole('link', { name: /tried again and again/ }).waitFor();
      expect(new URL(page.url()).searchParams.get('dataset')).toMatch(/^r-/);
      const count = Number(/\d+/.exec(said)?.[0]);
      const shownCounts = await fetch(
        `${server.url}/api/v1/findings/counts?dataset=${new URL(page.url()).searchParams.get('dataset') ?? ''}`,
      );
      expect(((await shownCounts.json()) as { total: number }).total).toBe(count);
    });
  });

  test.each(screens)('takes a dropped file, and says that its bytes are there: %s', async (name, options) => {
    await onPage(options, '/replay', async (page) => {
      await page.getByText('Drop a trace file here').waitFor();
      await expectSound(page);
      await keepScreen(page, `replay-begin-${name}`);
      await page
        .locator('form > div')
        .first()
        .evaluate((zone, text) => {
          const files = new DataTransfer();
          files.items.add(new File([text], 'copy of the trace.log'));
          zone.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
        }, bytes.toString('latin1'));
      await page.locator('form').getByText('copy of the trace.log').waitFor();
      await page.getByLabel('Time zone of the shop').fill('Europe/Paris');
      await keepScreen(page, `replay-chosen-${name}`);
      await page.getByRole('button', { name: 'Replay', exact: true }).click();
      await page.getByText(/already loaded as .*merchant_trace\.log in dataset r-/).waitFor();
      await page.getByText('The ledger adds up').waitFor();
      await expectSound(page);
      await keepScreen(page, `replay-result-${name}`);
    });
  });

  test.each(screens)('says what is wrong, and shows hostile names as text: %s', async (name, options) => {
    await onPage(options, '/replay', async (page) => {
      await replay(page, hostileName, Buffer.from('a note\n'));
      await page.getByText(/begins a trace record/).waitFor();
      expect(await page.locator('main').innerText()).toContain('U+202E');
      expect(await page.locator('img[src="x"]').count()).toBe(0);
      await expectSound(page);
      await keepScreen(page, `replay-failed-${name}`);
      await page.getByRole('button', { name: 'Replay another file' }).click();
      await choose(page, 'empty.log', Buffer.alloc(0));
      await page.getByText('This file holds no bytes').waitFor();
    });
  });

  test('says that a time zone is none before anything is read', async () => {
    const options = { width: 1360, height: 900 };
    await onPageOf(
      browser,
      server.url,
      '/replay?complaints=none',
      async (page) => {
        await page.route('**/api/v1/replays?*', async (route) => {
          const answer = await route.fetch();
          expect(answer.status()).toBe(400);
          // The browser itself would complain of the status.
          await route.fulfill({
            status: 404,
            body: await answer.text(),
            contentType: 'application/problem+json',
          });
        });
        await choose(page, 'merchant_trace.log', bytes);
        await page.getByLabel('Time zone of the shop').fill('Europe/Pari');
        await page.getByRole('button', { name: 'Replay', exact: true }).click();
        await page.getByText(/no time zone "Europe\/Pari"/).waitFor();
      },
      options,
    );
  });

  test.each(screens)('cancels a replay, and nothing of it stays: %s', async (name, options) => {
    await onPage(options, '/replay', async (page) => {
      const line = '-- 2017-8-22 08:00:00 100 -- [LONGQMLVYXD5UMZYUQ==] Order placed : 1 objects\n';
      await replay(page, 'long.log', Buffer.from(line.repeat(500_000)));
      await page.getByText('Reading', { exact: true }).waitFor();
      await keepScreen(page, `replay-reading-${name}`);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('Nothing of it was kept').waitFor();
      await keepScreen(page, `replay-cancelled-${name}`);
    });
    const datasets = await (await fetch(`${server.url}/api/v1/datasets`)).json();
    expect((datasets as { items: unknown[] }).items).toHaveLength(1);
  });
});
