// Every page in both themes: no serious finding of axe, no violation of the content policy, no error; screens kept for people.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, keepScreen, launchBrowser, openPage, type Theme } from './browser.js';
import { startConsoleServer, type ConsoleServer } from './console-server.js';

interface Visit {
  readonly name: string;
  path(server: ConsoleServer): Promise<string> | string;
  /** Something that is there only when the page has its data. */
  ready(page: Page): Promise<unknown>;
  /** Brought about by keys or clicks after the page is there. */
  open?(page: Page): Promise<unknown>;
}

async function findingOf(server: ConsoleServer, rule: string): Promise<string> {
  const [finding] = await server.findings(rule);
  return `/findings/${finding?.id ?? 'none'}`;
}

const visits: readonly Visit[] = [
  { name: 'overview', path: () => '/', ready: (page) => page.getByText('By kind').waitFor() },
  {
    name: 'overview-nothing-found',
    path: () => '/?dataset=quiet',
    ready: (page) => page.getByText('Nothing found').waitFor(),
  },
  {
    name: 'transactions',
    path: () => '/transactions',
    ready: (page) => page.getByRole('link', { name: 'TU90QMLVYXD5UMZYUQ==' }).waitFor(),
  },
  {
    name: 'transaction',
    path: () => '/tx/TU90QM',
    ready: (page) => page.locator('[data-event]').first().waitFor(),
  },
  {
    name: 'transaction-not-found',
    path: () => '/tx/ZZZZZZ',
    ready: (page) => page.getByText('Looked for').waitFor(),
  },
  {
    name: 'findings',
    path: () => '/findings?state=any',
    ready: (page) => page.getByRole('link', { name: /tried again and again/ }).waitFor(),
  },
  {
    name: 'finding',
    path: (server) => findingOf(server, 'post-pay-died'),
    ready: (page) => page.getByText('The rule fires when').waitFor(),
  },
  {
    name: 'finding-suppress',
    path: (server) => findingOf(server, 'order-placed-again'),
    ready: (page) => page.getByRole('button', { name: 'Suppress' }).waitFor(),
    open: async (page) => {
      await page.getByRole('button', { name: 'Suppress' }).click();
      await page.getByRole('textbox', { name: 'Reason' }).waitFor();
    },
  },
  { name: 'lines', path: () => '/lines', ready: (page) => page.locator('[data-event]').first().waitFor() },
  {
    name: 'lines-hostile',
    path: () => '/lines?dataset=hostile',
    ready: (page) => page.locator('[data-event]').first().waitFor(),
  },
  {
    name: 'numbers',
    path: () => '/numbers?dataset=numbers',
    ready: (page) => page.locator('tbody button').first().waitFor(),
    open: async (page) => {
      await page.locator('tbody button').first().click();
      await page.getByText('This would change if').waitFor();
    },
  },
  {
    name: 'number',
    path: () => '/numbers/100000347?dataset=numbers',
    ready: (page) => page.getByText('Answer of the gateway').waitFor(),
  },
  {
    name: 'number-unknown',
    path: () => '/numbers/999999999999?dataset=numbers',
    ready: (page) => page.getByText('Nothing is known of this number').waitFor(),
  },
  {
    name: 'sources',
    path: () => '/sources',
    ready: (page) => page.getByText('The ledger adds up').waitFor(),
  },
  {
    name: 'dashboards',
    path: () => '/dashboards',
    ready: (page) => page.getByRole('heading', { name: 'Production runs' }).waitFor(),
  },
  {
    name: 'dashboard-production-runs',
    path: () => '/dashboards/production-runs',
    ready: (page) => page.locator('path.recharts-rectangle').first().waitFor(),
  },
  {
    name: 'dashboard-support-courses',
    path: () => '/dashboards/support-courses',
    ready: (page) => page.locator('path.recharts-rectangle').first().waitFor(),
  },
  {
    name: 'palette',
    path: () => '/transactions',
    ready: (page) => page.getByRole('link', { name: 'TU90QMLVYXD5UMZYUQ==' }).waitFor(),
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Page, transaction ID or finding').waitFor();
    },
  },
  {
    name: 'keys',
    path: () => '/sources',
    ready: (page) => page.getByText('The ledger adds up').waitFor(),
    open: async (page) => {
      await page.keyboard.press('?');
      await page.getByText('Go anywhere').waitFor();
    },
  },
  {
    name: 'missing',
    path: () => '/no-such-page',
    ready: (page) => page.getByText('To the overview').waitFor(),
  },
];

/** Serious and critical findings, with the element and the reason. */
async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const injected = Reflect.get(globalThis, 'axe') as typeof axe;
    const { violations } = await injected.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)} (${node.failureSummary ?? ''})`),
      );
  });
}

const widerThanScreen = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

describe.runIf(canBrowse)('every page', () => {
  let browser: Browser;
  let server: ConsoleServer;

  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launchBrowser(),
      startConsoleServer({ quiet: true, hostile: true, numbers: true }),
    ]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const cases = visits.flatMap((visit) =>
    (['light', 'dark'] as const).map((theme): [string, Theme, Visit] => [visit.name, theme, visit]),
  );

  test.each(cases)('%s, %s', async (name, theme, visit) => {
    const { page, complaints } = await openPage(browser, server.url, { theme });
    await page.goto(await visit.path(server));
    await visit.ready(page);
    await visit.open?.(page);
    await keepScreen(page, `${name}-${theme}`);
    expect(await seriousFindings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(visits.map((visit): [string, Visit] => [visit.name, visit]))(
    '%s at 390 px',
    async (name, visit) => {
      const { page, complaints } = await openPage(browser, server.url, { width: 390, height: 844 });
      await page.goto(await visit.path(server));
      await visit.ready(page);
      await visit.open?.(page);
      await keepScreen(page, `${name}-390`);
      expect(await widerThanScreen(page)).toBe(false);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});
