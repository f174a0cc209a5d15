// `shoptrace start` without anything: a shop writes, findings show, Ctrl-C ends it, the next start goes on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuilt, startProgram } from '../support/program.js';

const base = mkdtempSync(join(tmpdir(), 'shoptrace-demo-'));
const args = ['start', '--port', '0', '--json', '--data', base];

interface Listed {
  readonly items: readonly Record<string, unknown>[];
}

async function ask(url: string, path: string): Promise<Listed> {
  const response = await fetch(`${url}/api/v1${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Listed;
}

beforeAll(async () => await ensureBuilt(), 120_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe('the demo', () => {
  it('shows findings soon, tells open pages, ends quickly, and goes on where it was', async () => {
    const first = startProgram(args);
    const [, url = ''] = await first.prints(/"url":"([^"]+)"/);
    const live = await fetch(`${url}/api/v1/live`);
    const told = untilTold(live, 'event: findings', 40_000);
    expect(await (await fetch(url)).text()).toContain('<div id="root"');
    await told;
    const found = await ask(url, '/findings?limit=50');
    expect(found.items.length).toBeGreaterThan(0);
    const before = await records(url);
    const begun = Date.now();
    const ended = await first.signal('SIGINT');
    expect(ended.code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(2_000);
    expect(ended.err).not.toMatch(/Error|at .*\.js:\d/);

    const second = startProgram(args);
    const [, again = ''] = await second.prints(/"url":"([^"]+)"/);
    expect(await records(again)).toBeGreaterThanOrEqual(before);
    for (const finding of found.items) await expectKept(again, finding);
    expect((await second.signal('SIGINT')).code).toBe(0);
  }, 120_000);
});

/** A finding may be withdrawn by what was written since, but never forgotten. */
async function expectKept(url: string, { id, rule }: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${url}/api/v1/findings/${String(id)}`);
  expect(response.status, `finding ${String(id)} of ${String(rule)}`).toBe(200);
  expect(await response.json()).toMatchObject({ finding: { id, rule } });
}

async function records(url: string): Promise<number> {
  const { items } = await ask(url, '/ledger');
  for (const item of items) {
    const {
      lines,
      records: all,
      continuation,
      blank,
      quarantinedLines,
    } = item as {
      lines: number;
      records: number;
      continuation: number;
      blank: number;
      quarantinedLines: Record<string, number>;
    };
    const quarantined = Object.values(quarantinedLines).reduce((sum, n) => sum + n, 0);
    expect(all + continuation + blank + quarantined).toBe(lines);
  }
  return items.reduce((sum, item) => sum + Number(item['records']), 0);
}

async function untilTold(response: Response, text: string, timeoutMs: number): Promise<void> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let seen = '';
  const late = sleep(timeoutMs).then(() => {
    throw new Error(`the live stream did not say ${text}: ${seen.slice(-500)}`);
  });
  const read = async (): Promise<void> => {
    while (!seen.includes(text)) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) throw new Error('the live stream ended');
      seen += decoder.decode(chunk.value, { stream: true });
    }
  };
  await Promise.race([read(), late]);
  await reader?.cancel();
}
