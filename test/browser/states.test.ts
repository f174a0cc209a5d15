// What the console says when there is little to say: nothing read, an empty dataset, a server that is gone or slow, sources that stand still.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, keepScreen, launchBrowser, openPage, shown } from './browser.js';
import { startConsoleServer, type ConsoleServer } from './console-server.js';

const SAMPLE = '/?dataset=sample';
const HOUR_MS = 3_600_000;

describe.runIf(canBrowse)('the console', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
  });

  async function onPage(url: string, path: string, use: (page: Page) => Promise<void>): Promise<void> {
    const { page } = await openPage(browser, url, { width: 1280, height: 900 });
    try {
      await page.goto(path);
      await use(page);
    } finally {
      await page.context().close();
    }
  }

  const dot = (page: Page) => page.locator('output[data-status]');
  const dotSays = async (page: Page, status: string): Promise<string> => {
    await page.locator(`output[data-status="${status}"]`).waitFor();
    return await dot(page).innerText();
  };

  test('with no dataset at all welcomes on every page, says how to begin, and claims nothing', async () => {
    const server = await startConsoleServer({ bare: true });
    try {
      for (const path of ['/', '/findings', '/numbers', '/sources'])
        await onPage(server.url, path, async (page) => {
          await page.getByText('No traces yet').waitFor();
          expect(await page.getByText('shoptrace replay').count()).toBeGreaterThan(0);
          expect(await page.getByText('Nothing found').count()).toBe(0);
          expect(await dotSays(page, 'no-data')).toBe('No traces');
          if (path === '/') await keepScreen(page, 'state-no-dataset-light');
        });
    } finally {
      await server.close();
    }
  });

  describe('with a server', () => {
    let server: ConsoleServer;

    beforeAll(async () => {
      server = await startConsoleServer({ empty: true, longLines: 3000 });
    });

    afterAll(async () => {
      await server?.close();
    });

    test('never takes an empty dataset for a healthy shop', async () => {
      await onPage(server.url, '/?dataset=empty', async (page) => {
        await page.getByText('No traces yet').waitFor();
        expect(await dotSays(page, 'no-data')).toBe('No traces');
        await keepScreen(page, 'state-empty-dataset-light');
      });
    });

    test('calls a replay read once', async () => {
      await onPage(server.url, SAMPLE, async (page) => {
        expect(await dotSays(page, 'read-once')).toBe('Read once');
      });
    });

    test('is live only while what is followed is up to date, and says since when it is not', async () => {
      await server.follow('sample', Date.now() - 3 * HOUR_MS);
      await onPage(server.url, SAMPLE, async (page) => {
        expect(await dotSays(page, 'stopped')).toMatch(/^Stopped since \d\d:\d\d$/);
        await page.getByText(/end of the file last seen 3 h ago/).waitFor();
        await keepScreen(page, 'state-stopped-light');
        await server.follow('sample', Date.now());
        expect(await dotSays(page, 'live')).toBe('Live');
        await page.getByText(/up to date/).waitFor();
        await server.follow('sample', Date.now() - 2 * 60_000);
        expect(await dotSays(page, 'behind')).toBe('Behind');
        await keepScreen(page, 'state-behind-light');
      });
    });

    test('keeps what it showed when the server goes away, and says so', async () => {
      await onPage(server.url, '/findings?dataset=long', async (page) => {
        await page
          .getByRole('link', { name: /placed/ })
          .first()
          .waitFor();
        await page.route('**/api/v1/**', (route) => route.abort());
        await page.getByRole('navigation').getByRole('link', { name: 'Overview', exact: true }).click();
        await page.getByRole('alert').getByText('shoptrace does not answer.').first().waitFor();
        expect(await dotSays(page, 'unreachable')).toBe('No answer');
        await keepScreen(page, 'state-unreachable-light');
        await page.unroute('**/api/v1/**');
        await page.getByRole('button', { name: 'Try again' }).first().click();
        await page.getByText('By kind').waitFor();
        expect(await dotSays(page, 'read-once')).toBe('Read once');
      });
    });

    test('says that it is still at work when an answer takes long', async () => {
      await onPage(server.url, SAMPLE, async (page) => {
        await page.getByText('By kind').waitFor();
        let answer = (): void => {};
        const held = new Promise<void>((resolve) => {
          answer = resolve;
        });
        await page.route('**/api/v1/lines?**', async (route) => {
          await held;
          await route.continue();
        });
        await page.getByRole('navigation').getByRole('link', { name: 'Lines', exact: true }).click();
        await page.getByText('Still at work: this takes longer than usual.').waitFor();
        await keepScreen(page, 'state-slow-light');
        answer();
        expect(await shown(page.locator('[data-event]'))).toBe(true);
      });
    });

    test('shows sources, and each kind once, without scrolling at 1280 × 900', async () => {
      await onPage(server.url, SAMPLE, async (page) => {
        await page.getByText('By kind').waitFor();
        const sources = page.getByRole('region', { name: 'Sources' });
        const box = await sources.boundingBox();
        expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThan(400);
        const kinds = await page
          .locator('section', { hasText: 'By kind' })
          .last()
          .locator('li a')
          .allInnerTexts();
        expect(kinds.length).toBeGreaterThan(3);
        const names = kinds.map((text) => text.split('\n')[0]);
        expect(new Set(names).size).toBe(names.length);
      });
    });

    test('draws whole axis labels, and data of minutes over minutes, not in one bar of a week', async () => {
      await onPage(server.url, '/dashboards/production-runs?dataset=long', async (page) => {
        await page.locator('path.recharts-rectangle').first().waitFor();
        expect(await page.getByRole('radio', { name: 'All' }).isChecked()).toBe(true);
        const chart = page.getByRole('figure').first();
        await expect.poll(() => chart.locator('path.recharts-rectangle').count()).toBeGreaterThan(3);
        await page.getByText('7 d', { exact: true }).click();
        await page.waitForURL('**range=7d**');
        await chart.getByText('1,600', { exact: true }).waitFor();
        const cut = await chart.evaluate((figure) => {
          const left = figure.querySelector('svg')?.getBoundingClientRect().left ?? 0;
          return [...figure.querySelectorAll('.recharts-yAxis text')].filter(
            (label) => label.getBoundingClientRect().left < left,
          ).length;
        });
        expect(cut).toBe(0);
        await keepScreen(page, 'dashboard-axis-light');
      });
    });

    test('keeps the facts of a transaction in one row at 1360 and at 1280 px', async () => {
      for (const width of [1360, 1280])
        await onPage(server.url, '/tx/TU90QM?dataset=sample', async (page) => {
          await page.setViewportSize({ width, height: 900 });
          await page.getByText('Traces until').waitFor();
          const tops = await page
            .locator('dl', { hasText: 'Traces until' })
            .locator('dt')
            .evaluateAll((names) => names.map((name) => name.getBoundingClientRect().top));
          expect(new Set(tops.map(Math.round)).size).toBe(1);
        });
    });

    test('tells at once when the server is stopped', async () => {
      const other = await startConsoleServer();
      await onPage(other.url, SAMPLE, async (page) => {
        expect(await dotSays(page, 'read-once')).toBe('Read once');
        await other.close();
        expect(await dotSays(page, 'unreachable')).toBe('No answer');
        await keepScreen(page, 'state-stopped-server-light');
      });
    });

    test('counts all lines that match, not only those that are loaded', async () => {
      await onPage(server.url, '/lines?dataset=long', async (page) => {
        const figure = (lines: string) => page.getByRole('figure', { name: `${lines} lines over time` });
        await figure('3,000').waitFor();
        await page.getByRole('textbox', { name: 'Words' }).fill('order placed');
        await figure('1,500').waitFor();
        const bar = page.getByRole('button', { name: /: \d+ lines/ }).nth(1);
        const counted = /: (\d+) lines/.exec((await bar.getAttribute('title')) ?? '')?.[1];
        await bar.click();
        await page.waitForURL('**from=**');
        await figure('1,500').waitFor({ state: 'detached' });
        expect(Number(counted)).toBeGreaterThan(100);
        // A single minute has nothing to draw; its first page is there.
        expect(await page.locator('[data-event]').count()).toBe(200);
      });
    });
  });
});
