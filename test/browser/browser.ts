// The system's Chromium for tests: one browser a file, a fresh profile each, and a page that remembers every complaint.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { requireOrSkip } from '../support/requirements.js';

const executable = '/usr/bin/chromium';
const screens = fileURLToPath(new URL('__screens__/', import.meta.url));

export const canBrowse = requireOrSkip(
  'browser',
  existsSync(executable),
  'apt-get install chromium fonts-dejavu',
);

export type Theme = 'light' | 'dark';

export interface PageOptions {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

export interface WatchedPage {
  readonly page: Page;
  /** Errors on the console, exceptions, violations of the content policy; a 404 that a test asks for is none. */
  readonly complaints: readonly string[];
}

/** Playwright gives every launch a user data folder of its own and removes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export async function openPage(
  browser: Browser,
  url: string,
  options: PageOptions = {},
): Promise<WatchedPage> {
  const { theme = 'light', width = 1360, height = 900 } = options;
  const context = await browser.newContext({
    baseURL: url,
    colorScheme: theme,
    viewport: { width, height },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  await page.exposeFunction('complain', (text: string) => complaints.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const complain: unknown = Reflect.get(globalThis, 'complain');
      if (typeof complain === 'function')
        complain(
          `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
        );
    });
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() !== 'error' || /status of 404/.test(message.text())) return;
    complaints.push(`console: ${message.text()}`);
  });
  return { page, complaints };
}

/** One page for one use; whatever it complained of fails the test. */
export async function onPage(
  browser: Browser,
  url: string,
  path: string,
  use: (page: Page) => Promise<void>,
  options: PageOptions = {},
): Promise<void> {
  const { page, complaints } = await openPage(browser, url, options);
  try {
    await page.goto(path);
    await use(page);
    expect(complaints).toEqual([]);
  } finally {
    await page.context().close();
  }
}

/** Kept for people to look at; never compared. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  await mkdir(screens, { recursive: true });
  await page.screenshot({ path: `${screens}${name}.png` });
}

/** Waits until it is there; false when it does not come. */
export async function shown(locator: Locator): Promise<boolean> {
  return await locator
    .first()
    .waitFor()
    .then(() => true)
    .catch(() => false);
}
