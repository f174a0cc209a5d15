// Lists that stop at a limit: the worst is in what is shown, and the rest is told, to people and to scripts.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CutAnswer, FindingAnswer } from '../../src/model/answers.js';
import { severityRank } from '../../src/model/finding.js';
import { type RealProject, realProject } from './support/real-project.js';

let project: RealProject;
let all: readonly FindingAnswer[];
beforeAll(async () => {
  project = realProject();
  const log = join(project.folder, 'shop.log');
  const faults = 'failingProduct=0.05,abandoned=0.2,cartNeverPlaced=0.2';
  await project.run(['shop', '--out', log, '--seed', '8', '--orders', '150', '--faults', faults]);
  await project.run(['replay', log, '--zone', 'UTC', '--dataset', 'cut']);
  all = (await project.run(['findings', '--json'])).json() as FindingAnswer[];
}, 60_000);
afterAll(() => {
  project.remove();
});

it('findings are whole without a word about it, the most severe first, within a severity the newest', async () => {
  const order = all.map(({ severity, lastSeen, id }) => ({ severity, lastSeen, id }));
  expect(new Set(order.map(({ severity }) => severity)).size).toBeGreaterThan(2);
  expect(order).toEqual(
    order.toSorted(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        b.lastSeen.localeCompare(a.lastSeen) ||
        a.id.localeCompare(b.id),
    ),
  );
  expect((await project.run(['findings'])).err).not.toContain('shown');
});

it('the worst findings stay when the list is cut, and the rest is counted', async () => {
  const cut = await project.run(['findings', '--limit', '3']);
  expect(cut.out.match(/^[A-Z]+(?= )/gm)).toEqual(
    all.slice(0, 3).map(({ severity }) => severity.toUpperCase()),
  );
  expect(cut.out).toContain('CRITICAL');
  expect(cut.err).toMatch(new RegExp(`3 of ${all.length} findings shown, --limit \\d+ for more`));
  const asked = Number(/--limit (\d+)/.exec(cut.err)?.[1]);
  expect((await project.run(['findings', '--limit', String(asked)])).err).not.toContain('shown');
});

it('scripts get a last object about it', async () => {
  const cut = await project.run(['findings', '--limit', '3', '--json']);
  const [last, ...rest] = cut.json().toReversed();
  expect(last).toEqual({ type: 'summary', shown: 3, total: all.length } satisfies CutAnswer);
  expect(rest.toReversed()).toEqual(all.slice(0, 3));
});

it('transactions and lines too', async () => {
  const newest = await project.run(['tx', '--limit', '4', '--json']);
  const objects = newest.json();
  expect(objects).toHaveLength(5);
  expect(objects.at(-1)).toEqual({ type: 'summary', shown: 4, total: 150 });
  expect((await project.run(['tx', '--limit', '4'])).err).toContain(
    '4 of 150 transactions shown, --limit 200 for more',
  );
  const lines = await project.run(['search', 'order', '--limit', '2', '--json']);
  expect(lines.json().at(-1)).toEqual({ type: 'summary', shown: 2, total: null });
  expect(lines.err).toContain('2 lines shown, there are more: --limit 5 shows more');
});
