// A folder with traces and tables is read as one: tables are imported beside the traces, in whatever order they come.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FindingAnswer } from '../../src/model/answers.js';
import { checkout, type RealProject, realProject } from '../cli/support/real-project.js';

const samples = join(checkout, 'samples/order-numbers');
const names = ['story.log', 'orders.csv', 'quotes.csv', 'later-orders.csv'];
let project: RealProject;
let folder: string;
beforeAll(() => {
  project = realProject();
  folder = join(project.folder, 'shop');
  mkdirSync(folder);
  for (const name of names) copyFileSync(join(samples, name), join(folder, name));
  writeFileSync(join(folder, 'notes.txt'), 'nothing of interest\n');
});
afterAll(() => project.remove());

/** What is said in the end, without the wall clock and the place of the files. */
async function said(dataset: string) {
  const numbers = (await project.run(['gaps', '--json', '--dataset', dataset])).out;
  const findings = (
    await project.run(['findings', '--json', '--dataset', dataset])
  ).json() as FindingAnswer[];
  return {
    numbers,
    findings: findings.map(({ id, summary, severity }) => `${id} ${severity} ${summary}`).toSorted(),
  };
}

describe('replay of a folder', () => {
  it('imports the tables it finds and says what each file was taken for', async () => {
    const run = await project.run(['replay', folder, '--zone', 'UTC', '--dataset', 'folder']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('a table of orders; 3 rows, 3 facts');
    expect(run.out).toContain('a table of carts; 1 row, 1 fact');
    expect(run.out).toMatch(/not read: .*notes\.txt/);
    const { numbers, findings } = await said('folder');
    expect(numbers).toContain('"from":"100000351"');
    expect(findings.length).toBeGreaterThan(3);
  });

  it('gives the same as single reads and imports in any order', async () => {
    const paths = names.map((name) => join(folder, name));
    const orders = [
      [3, 2, 1, 0],
      [1, 0, 3, 2],
    ];
    for (const [index, order] of orders.entries()) {
      const dataset = `order-${index}`;
      for (const at of order) {
        const path = paths[at] ?? '';
        const isTrace = basename(path) === 'story.log';
        const read = isTrace ? ['replay', path, '--zone', 'UTC'] : ['gaps', 'import', path];
        await project.run([...read, '--dataset', dataset]);
      }
      expect(await said(dataset)).toEqual(await said('folder'));
    }
    await project.run(['ingest', ...paths.toReversed(), '--zone', 'UTC', '--dataset', 'ingested']);
    expect(await said('ingested')).toEqual(await said('folder'));
  });

  it('twice doubles nothing', async () => {
    const before = await said('folder');
    const again = await project.run(['replay', folder, '--zone', 'UTC', '--dataset', 'folder', '--json']);
    expect(again.code).toBe(0);
    const kinds = (again.json() as { type: string }[]).map(({ type }) => type);
    expect(kinds.filter((type) => type === 'import')).toHaveLength(3);
    expect(kinds.at(-1)).toBe('summary');
    expect(await said('folder')).toEqual(before);
  });

  it('of tables alone makes a dataset that answers', async () => {
    const run = await project.run(['replay', join(folder, 'orders.csv'), join(folder, 'quotes.csv')]);
    expect(run.code).toBe(0);
    const [, dataset = ''] = /Dataset (\S+)\. Next: shoptrace gaps/.exec(run.out) ?? [];
    expect(dataset).toMatch(/^r-[0-9a-f]{16}$/);
    expect((await project.run(['gaps', '--dataset', dataset])).out).toContain('100000368');
  });

  it('says what is wrong with a table that was named and is nothing known', async () => {
    const stock = join(project.folder, 'stock.csv');
    writeFileSync(stock, 'sku,qty\nA,3\n');
    const run = await project.run(['replay', stock]);
    expect(run.code).toBe(3);
    expect(run.err).toContain('[format-foreign]');
    expect((await project.run(['datasets', '--json'])).out).not.toContain('stock');
  });
});
