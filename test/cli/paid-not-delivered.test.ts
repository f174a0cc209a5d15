// A paid order whose delivery died: its story and its row say so in red, and what comes first is advised first.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FindingAnswer, TransactionAnswer } from '../../src/model/answers.js';
import { type RealProject, realProject, sampleId, sample } from './support/real-project.js';

const RED = '\u001b[31m';

let project: RealProject;
let critical: FindingAnswer | undefined;
beforeAll(async () => {
  project = realProject();
  const log = join(project.folder, 'shop.log');
  const faults = 'failingProduct=0.1';
  await project.run(['shop', '--out', log, '--seed', '8', '--orders', '150', '--faults', faults]);
  await project.run(['replay', log, '--zone', 'UTC', '--dataset', 'died']);
  const asked = ['findings', '--severity', 'critical', '--rule', 'A1', '--dataset', 'died', '--json'];
  [critical] = (await project.run(asked)).json() as FindingAnswer[];
}, 60_000);
afterAll(() => {
  project.remove();
});

it('is told as paid, not delivered, and keeps its code for scripts', async () => {
  const id = critical?.case.key ?? '';
  const told = await project.run(['tx', id, '--dataset', 'died'], { terminal: true });
  expect(told.out.split('\n')[0]).toContain(`${RED}paid, not delivered`);
  const [answer] = (
    await project.run(['tx', id, '--dataset', 'died', '--json'])
  ).json() as TransactionAnswer[];
  expect(answer?.outcome).toBe('paid');
  const list = await project.run(['tx', '--limit', '1000', '--dataset', 'died'], { terminal: true });
  expect(list.out.split('\n').find((row) => row.includes(id))).toContain(`${RED}paid, not delivered`);
});

it('the buyer is contacted before the rest is done', async () => {
  await project.run(['replay', sample, '--zone', 'Europe/Paris', '--dataset', 'sample']);
  const [answer] = (
    await project.run(['tx', sampleId, '--dataset', 'sample', '--json'])
  ).json() as TransactionAnswer[];
  expect(answer?.advice[0]).toMatch(/^Contact the buyer first/);
});
