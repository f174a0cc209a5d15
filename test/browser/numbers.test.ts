// Order numbers in the browser: the line and the tables say the same, a hole is explained, one number's life is read.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PageAnswer } from '../../src/model/answers.js';
import type { SeriesAnswer, SeriesDetailAnswer } from '../../src/model/sequence-answers.js';
import { canBrowse, launchBrowser, onPage as onPageOf, shown } from './browser.js';
import { startConsoleServer, type ConsoleServer } from './console-server.js';

describe.runIf(canBrowse)('order numbers', () => {
  let browser: Browser;
  let server: ConsoleServer;
  let detail: SeriesDetailAnswer;

  const api = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${server.url}/api/v1${path}?dataset=numbers`)).json()) as T;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startConsoleServer({ numbers: true })]);
    const { items } = await api<PageAnswer<SeriesAnswer>>('/series');
    detail = await api(`/series/${encodeURIComponent(items[0]?.series ?? '')}`);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const onPage = (path: string, use: (page: Page) => Promise<void>): Promise<void> =>
    onPageOf(browser, server.url, path, use);

  test('that are missing stand on the line and in the table alike', async () => {
    const holes = detail.holes.map(({ from }) => from);
    expect(holes.length).toBeGreaterThan(1);
    await onPage('/numbers?dataset=numbers', async (page) => {
      const table = page.locator('section', { hasText: 'Missing numbers' }).last();
      await table.getByRole('button').first().waitFor();
      const rows = await table.locator('tbody button').allInnerTexts();
      expect(new Set(rows.map((row) => row.split(' ')[0]))).toEqual(new Set(holes));
      const line = page.getByRole('figure', { name: /^Numbers/ });
      const marks = await line
        .locator('button[data-look]')
        .evaluateAll((all) => all.map((mark) => /^\d+/.exec(mark.getAttribute('title') ?? '')?.[0]));
      expect(new Set(marks)).toEqual(new Set(holes));
    });
  });

  test('are explained with class, confidence, evidence and what would change it', async () => {
    const [hole] = detail.holes;
    await onPage('/numbers?dataset=numbers', async (page) => {
      await page.locator('tbody button', { hasText: hole?.from ?? '' }).click();
      await page.waitForURL(`**hole=${hole?.from}**`);
      const panel = page.getByRole('region', { name: 'Explanation' });
      await panel.getByText(hole?.text ?? '', { exact: true }).waitFor();
      expect(await shown(panel.getByText(`${Math.round((hole?.confidence ?? 0) * 100)} % sure`))).toBe(true);
      expect(await shown(panel.getByText(hole?.wouldChange ?? '', { exact: true }))).toBe(true);
      expect(await panel.locator('li[data-role]').count()).toBe(hole?.evidence.length);
    });
  });

  test('can be looked at one by one, and the whole line comes back', async () => {
    const floor = detail.series.floor ?? '';
    const last = String(Number(floor) + 9);
    await onPage(`/numbers?dataset=numbers&from=${floor}&to=${last}`, async (page) => {
      const cells = page.getByRole('figure', { name: /^Numbers/ }).locator('li > [data-look][title]');
      await cells.first().waitFor();
      expect(await cells.count()).toBe(10);
      await page.getByRole('button', { name: 'Whole line' }).click();
      await page.waitForURL((url) => !url.searchParams.has('from'));
    });
  });

  test('are found by the one box, and their life is told step by step', async () => {
    const [hole] = detail.holes;
    const number = hole?.from ?? '';
    await onPage('/?dataset=numbers', async (page) => {
      await page.getByRole('search').getByRole('textbox').first().fill(number);
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/numbers/${number}**`);
      await page.getByText('Missing', { exact: true }).first().waitFor();
      const steps = page.locator('ol > li', { has: page.locator('h3') });
      expect(await steps.count()).toBe(8);
      await page
        .getByRole('link', { name: hole?.after?.number ?? '' })
        .first()
        .click();
      await page.waitForURL(`**/numbers/${hole?.after?.number}**`);
    });
  });

  test('that nothing knows are offered as a transaction', async () => {
    await onPage('/numbers/999999999999?dataset=numbers', async (page) => {
      await page.getByText('Nothing is known of this number').waitFor();
      await page.getByRole('link', { name: 'Look it up as a transaction instead' }).click();
      await page.waitForURL('**/tx/999999999999**');
      expect(await shown(page.getByText('Looked for'))).toBe(true);
    });
  });

  test('of a dataset without any say how to bring them', async () => {
    await onPage('/numbers?dataset=sample', async (page) => {
      await page.getByText('No order numbers here').waitFor();
      expect(await page.getByText(/^shoptrace gaps import/).count()).toBe(1);
    });
  });
});
