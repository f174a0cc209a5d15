// The three journeys in a real browser on the real server: support finds an order, ops deals with a finding, an analyst checks the evidence.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canBrowse, launchBrowser, onPage as onPageOf, shown } from './browser.js';
import { startConsoleServer, type ConsoleServer } from './console-server.js';

const ID = 'TU90QMLVYXD5UMZYUQ==';
const HEADLINE = /Placed 4 times, produced never: the request died in post-pay 3 times/;
const sample = fileURLToPath(new URL('../../samples/documented-merchant-trace.log', import.meta.url));

describe.runIf(canBrowse)('the console in a browser', () => {
  let browser: Browser;
  let server: ConsoleServer;

  beforeAll(async () => {
    [browser, server] = await Promise.all([launchBrowser(), startConsoleServer()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const onPage = (path: string, use: (page: Page) => Promise<void>): Promise<void> =>
    onPageOf(browser, server.url, path, use);

  async function findBy(page: Page, text: string): Promise<void> {
    await page.getByRole('search').getByRole('textbox').first().fill(text);
    await page.keyboard.press('Enter');
    await page.getByText(HEADLINE).waitFor();
    await page.waitForURL(`**/tx/${encodeURIComponent(ID)}`);
  }

  describe('support', () => {
    test.each([
      ['the whole ID', ID],
      ['lower case', ID.toLowerCase()],
      ['brackets', `[${ID}]`],
      ['the first 6 characters', ID.slice(0, 6)],
      ['a pasted line', `-- 2017-8-21 20:39:01 075 -- [${ID}] Production Controller : Post Pay process`],
    ])('finds the transaction by %s and reads the verdict first', async (_name, text) => {
      await onPage('/', async (page) => {
        await findBy(page, text);
        expect(await page.getByText('Failed', { exact: true }).count()).toBeGreaterThan(0);
      });
    });

    test('picks it from the recent ones', async () => {
      await onPage('/transactions', async (page) => {
        await page.getByRole('link', { name: ID }).click();
        expect(await shown(page.getByText(HEADLINE))).toBe(true);
      });
    });

    test('reads story, deaths, notes and all lines, and the very bytes', async () => {
      await onPage(`/tx/${encodeURIComponent(ID)}`, async (page) => {
        await page.getByText(HEADLINE).waitFor();
        expect(await page.locator('[data-event]').count()).toBe(23);
        const story = page.getByRole('list').filter({ hasText: 'Order placed (1 of 4)' });
        expect(await story.getByText(/The request died in post-pay at/).count()).toBe(3);
        expect(await page.getByText(/proof 1 of 3/).count()).toBeGreaterThan(0);
        await page.getByRole('switch', { name: 'Raw' }).check();
        await page.waitForURL('**view=raw');
        const first = (await readFile(sample, 'utf8')).split('\n')[0] ?? '';
        await page.getByText(first, { exact: true }).waitFor();
      });
    });

    test('is helped when there is no such transaction', async () => {
      await onPage('/tx/ZZZZZZ', async (page) => {
        await page.getByRole('heading', { name: 'No transaction of that ID' }).waitFor();
        await page.getByText(/The traces of this dataset go from 21 Aug 2017/).waitFor();
        await page.getByRole('link', { name: ID }).click();
        expect(await shown(page.getByText(HEADLINE))).toBe(true);
      });
    });

    test('comes from a link of the old tool', async () => {
      await onPage(`/local/shop/front/scantrace.php?id=1&transid=${encodeURIComponent(ID)}`, async (page) => {
        expect(await shown(page.getByText(HEADLINE))).toBe(true);
      });
    });
  });

  describe('ops', () => {
    const openCount = (page: Page, count: number) =>
      shown(page.getByRole('link', { name: `${count} Open findings` }));

    test('sees what is open by kind and severity, and how fresh the source is', async () => {
      await onPage('/', async (page) => {
        expect(await openCount(page, 7)).toBe(true);
        await page.getByRole('link', { name: /^3 High/ }).waitFor();
        await page.getByText('read once', { exact: true }).waitFor();
        await page
          .getByRole('link', { name: /Silent death in post-pay/ })
          .first()
          .waitFor();
      });
    });

    test('acknowledges a finding with a reason, sees it in the history, and takes it back', async () => {
      await onPage('/findings?rule=support-course-missing', async (page) => {
        await page.getByRole('link', { name: /customer support course does not exist/ }).click();
        await page.getByRole('heading', { name: 'Support course missing' }).waitFor();
        await page.getByRole('button', { name: 'Acknowledge' }).click();
        await page.getByRole('textbox', { name: 'Reason' }).fill('Asked the course team');
        await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
        await page.getByText('Asked the course team').waitFor();
        await page.getByRole('link', { name: 'Overview', exact: true }).click();
        expect(await openCount(page, 6)).toBe(true);
        await page.getByRole('button', { name: 'Undo' }).click();
        expect(await openCount(page, 7)).toBe(true);
      });
    });

    test('suppresses several at once, but not without a reason', async () => {
      await onPage('/findings?severity=low,medium', async (page) => {
        await page.getByRole('checkbox', { name: /Select: Account 174/ }).check();
        await page.getByRole('checkbox', { name: /Select: The order was placed 4 times/ }).check();
        const bar = page.getByRole('region', { name: '2 selected' });
        await bar.getByRole('button', { name: 'Suppress' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('textbox', { name: 'Reason' }).fill('   ');
        await dialog.getByRole('button', { name: 'Suppress' }).click();
        await page.getByText('A reason is needed.').waitFor();
        await dialog.getByRole('textbox', { name: 'Reason' }).fill('Known since Monday');
        await dialog.getByRole('button', { name: 'Suppress' }).click();
        await bar.waitFor({ state: 'detached' });
        await page.getByText('The order was placed 4 times').waitFor({ state: 'detached' });
        await page.getByRole('button', { name: 'Undo' }).click();
        expect(await shown(page.getByText('The order was placed 4 times'))).toBe(true);
      });
    });

    test('is told of a change without anything moving, and shows it when asked', async () => {
      const [finding] = await server.findings('product-always-fails');
      await onPage('/findings', async (page) => {
        await page.locator('output[data-stream="on"]').waitFor();
        const link = page.getByRole('link', { name: /Product EFORM fails/ });
        await link.first().waitFor();
        const shownBefore = await link.count();
        // A colleague, in another browser.
        const answer = await fetch(`${server.url}/api/v1/findings/${finding?.id ?? ''}/state`, {
          method: 'PATCH',
          headers: { 'content-type': 'application/json', 'x-shoptrace': '1' },
          body: JSON.stringify({ state: 'acknowledged', reason: 'Seen' }),
        });
        expect(answer.status).toBe(200);
        await page.getByRole('button', { name: '1 new' }).waitFor();
        expect(await link.count()).toBe(shownBefore);
        await page.getByRole('button', { name: '1 new' }).click();
        await expect.poll(() => page.getByRole('button', { name: '1 new' }).count()).toBe(0);
        await expect.poll(() => link.count()).toBe(0);
      });
    });
  });

  describe('the analyst', () => {
    test('reads why, and sees the proofs among the lines around them', async () => {
      await onPage('/findings?rule=post-pay-died', async (page) => {
        await page.getByRole('link', { name: /Production died in post-pay 3 times/ }).click();
        await page.getByText('3 proofs').waitFor();
        const proofs = page.locator('[data-proof]');
        expect(await proofs.count()).toBe(3);
        expect(await proofs.allInnerTexts()).toEqual(
          Array.from({ length: 3 }, () => expect.stringContaining('Post Pay process')),
        );
        await page.getByText('The rule fires when').waitFor();
        await page.getByRole('button', { name: 'Copy as ticket text' }).click();
        const ticket = await page.evaluate(() => navigator.clipboard.readText());
        expect(ticket).toMatch(/documented-merchant-trace\.log:8 {2}-- 2017-8-21 20:39:01 075/);
      });
    });

    test('finds every line accounted for, and the hash of the file', async () => {
      const hash = createHash('sha256')
        .update(await readFile(sample))
        .digest('hex');
      await onPage('/sources', async (page) => {
        await page.getByText('The ledger adds up').waitFor();
        await page.getByText(hash).waitFor();
        const ledger = page.getByRole('region', { name: 'Ledger' });
        expect((await ledger.innerText()).replaceAll(/\s+/g, ' ')).toContain('23 records');
      });
    });

    test('takes the lines that match away as a file', async () => {
      await onPage('/lines?words=support%20course', async (page) => {
        await page.locator('[data-event]').first().waitFor();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name: 'NDJSON' }).click(),
        ]);
        expect(download.suggestedFilename()).toMatch(/lines\.ndjson$/);
        const text = await readFile(await download.path(), 'utf8');
        expect(text.trim().split('\n')).toHaveLength(3);
      });
    });

    test('searches lines by words and level', async () => {
      await onPage('/lines?words=support%20course', async (page) => {
        await page.locator('[data-event]').first().waitFor();
        expect(await page.locator('[data-event]').count()).toBe(3);
        await page.getByRole('textbox', { name: 'Words' }).fill('order pla');
        await page.waitForURL('**words=order+pla');
        await expect.poll(() => page.locator('[data-event]').count()).toBe(4);
      });
    });
  });
});
