// What auditors and people at the terminal get: files with their hashes, severities, sums, and an error where there is nothing.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkout, type RealProject, realProject, sample } from '../cli/support/real-project.js';

const story = join(checkout, 'samples/order-numbers/story.log');
const paid = join(checkout, 'samples/order-numbers/paid-no-order/yields');

let project: RealProject;
beforeAll(() => {
  project = realProject();
});
afterAll(() => project.remove());

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

async function report(dataset: string, form: 'html' | 'csv'): Promise<string> {
  const file = join(project.folder, `${dataset}.${form}`);
  const run = await project.run(['gaps', '--dataset', dataset, '--report', file]);
  expect(run.code).toBe(0);
  return readFileSync(file, 'utf8');
}

/** Minutes after midnight at which orders 1, 2, 3 … of a table were made. */
function ordersAt(minutes: readonly number[]): string {
  const rows = minutes.map((minute, index) => {
    const at = new Date(Date.UTC(2014, 8, 1) + minute * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${9001 + index},10000${String(index + 1).padStart(4, '0')},1,complete,${at}`;
  });
  return ['entity_id,increment_id,store_id,state,created_at', ...rows, ''].join('\n');
}

describe('the report for auditors', () => {
  it('names each file with the hash of its content and its size: a file is not its beginning', async () => {
    const beginning = join(project.folder, 'beginning.log');
    writeFileSync(beginning, `${readFileSync(story, 'utf8').split('\n').slice(0, 20).join('\n')}\n`);
    await project.run(['replay', story, '--zone', 'UTC', '--dataset', 'whole']);
    await project.run(['replay', beginning, '--zone', 'UTC', '--dataset', 'part']);
    for (const [dataset, file] of [
      ['whole', story],
      ['part', beginning],
    ] as const) {
      const { size } = statSync(file);
      const lines = readFileSync(file, 'utf8').split('\n').length - 1;
      const row = (await report(dataset, 'csv')).split('\r\n').find((one) => one.startsWith('file,'));
      expect(row?.endsWith(`,${sha256(file)},${size},${lines}`)).toBe(true);
      expect(await report(dataset, 'html')).toContain(sha256(file));
    }
    expect(sha256(story)).not.toBe(sha256(beginning));
  });

  it('hashes imported tables, too', async () => {
    await project.run(['gaps', 'import', join(paid, 'gateway.csv'), '--dataset', 'tables']);
    const orders = join(project.folder, 'some-orders.csv');
    writeFileSync(orders, ordersAt([0, 10, 20]));
    await project.run(['gaps', 'import', orders, '--dataset', 'tables']);
    const rows = (await report('tables', 'csv')).split('\r\n').filter((one) => one.startsWith('file,'));
    expect(rows.some((row) => row.includes(`,${sha256(orders)},${statSync(orders).size},`))).toBe(true);
    expect(rows.some((row) => row.includes(`,${sha256(join(paid, 'gateway.csv'))},`))).toBe(true);
  });

  it('says how grave, sums up by reason, and never breaks a time or a number', async () => {
    await project.run(['replay', paid, '--zone', 'UTC', '--dataset', 'paid']);
    const html = await report('paid', 'html');
    expect(html).toMatch(/<h2>Summary: why numbers are missing<\/h2><p><strong class="critical">1<\/strong>/);
    expect(html).toMatch(
      /<td data-head="reason">paid, but no order<\/td><td data-head="numbers" class="n">1<\/td><td data-head="severity at most"><span class="s critical">critical/,
    );
    expect(html).toContain('<td data-head="severity"><span class="s critical">critical</span></td>');
    expect(html).toContain(
      '<span class="t">2014-09-20 08:00:00</span> – <span class="t">2014-09-20 09:00:00</span>',
    );
    expect(html).toContain('name="viewport"');
  });

  it('is not written where the dataset holds no numbers', async () => {
    await project.run(['replay', sample, '--zone', 'UTC', '--dataset', 'none']);
    for (const form of ['html', 'csv']) {
      const file = join(project.folder, `none.${form}`);
      const { code, err } = await project.run(['gaps', '--dataset', 'none', '--report', file]);
      expect(code).toBe(3);
      expect(err).toMatch(/holds no order numbers.*\n.*gaps import FILE/);
      expect(existsSync(file)).toBe(false);
    }
  });
});

it('a series that is not there is an error that names those that are', async () => {
  const file = join(project.folder, 'known.csv');
  writeFileSync(file, ordersAt([0, 10, 20]));
  await project.run(['gaps', 'import', file, '--dataset', 'known']);
  const wrong = await project.run(['gaps', '--series', '9x', '--dataset', 'known']);
  expect([wrong.code, wrong.out]).toEqual([2, '']);
  expect(wrong.err).toMatch(/no series "9x".*\n.*1xxxxxxxx/);
  expect((await project.run(['gaps', '--series', '1xxxxxxxx', '--dataset', 'known'])).code).toBe(0);
  const shop = await project.run(['gaps', '--shop', 'elsewhere', '--dataset', 'known']);
  expect([shop.code, shop.err]).toEqual([2, expect.stringMatching(/"elsewhere".*\n.*default/)]);
});

it('tells the longest wait first, and numbers that were overtaken by minutes in one line', async () => {
  const minutes = Array.from({ length: 40 }, (_, index) => index * 3);
  for (const overtaken of [2, 6, 10, 14, 18, 22]) minutes[overtaken] = (overtaken + 1) * 3 + 1;
  minutes[25] = 117 + 60;
  minutes[5] = 117 + 5_000;
  const file = join(project.folder, 'late.csv');
  writeFileSync(file, ordersAt([...minutes, 8_000]));
  await project.run(['gaps', 'import', file, '--dataset', 'late']);
  const { out } = await project.run(['gaps', '--dataset', 'late']);
  expect(out).toContain('Late (8)');
  const told = [...out.matchAll(/^ {2}(1\d{8}) {2}ordered/gm)].map(([, number]) => number);
  expect(told).toEqual(['100000006', '100000026']);
  expect(out).toMatch(/^ {2}6 within 10 minutes of their place/m);
});
