// What the configuration says about series: it replaces what would be learned, and contradictions are told.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FindingAnswer } from '../../src/model/answers.js';
import type { HoleAnswer, SeriesAnswer } from '../../src/model/sequence-answers.js';
import { MINUTE, START } from './number-scene.js';
import { type RealProject, realProject } from '../cli/support/real-project.js';

let project: RealProject;
beforeEach(() => {
  project = realProject();
});
afterEach(() => project.remove());

/** Orders forty minutes apart, more than a checkout needs, imported and asked for under a configuration. */
async function judged(numbers: readonly string[], config: string) {
  const table = join(project.folder, 'orders.csv');
  const rows = numbers.map((number, index) => {
    const at = new Date(START + index * 40 * MINUTE).toISOString().slice(0, 19).replace('T', ' ');
    return `${number},1,${at}`;
  });
  writeFileSync(table, ['increment_id,store_id,created_at', ...rows, ''].join('\n'));
  const file = join(project.folder, 'own.yaml');
  writeFileSync(file, config);
  const given = ['--config', file, '--dataset', 'd'];
  await project.run(['gaps', 'import', table, ...given]);
  const run = await project.run(['gaps', '--json', ...given]);
  const all = run.json() as (SeriesAnswer | HoleAnswer)[];
  const findings = (await project.run(['findings', '--json', ...given])).json() as FindingAnswer[];
  return {
    series: all.filter((one) => one.type === 'series'),
    holes: all.filter((one) => one.type === 'hole').map((hole) => `${hole.from}-${hole.to} ${hole.class}`),
    findings: findings.map(({ case: about }) => about.key),
    err: run.err,
  };
}

const correction = (keys: string): string => `orderNumbers:\n  - series:\n      - { ${keys} }\n`;
const everyThird = ['100000002', '100000005', '100000008', '100000014'];

describe('a correction', () => {
  it('of the step counts what few numbers could not teach', async () => {
    const learned = await judged(everyThird, '');
    expect(learned.series).toMatchObject([{ series: '1xxxxxxxx', holes: 9, lattice: [] }]);
    const given = await judged(everyThird, correction('prefix: "1", step: 3'));
    expect(given.series).toMatchObject([{ holes: 1, lattice: [{ step: 3, residue: 2 }], notes: [] }]);
    expect(given.holes).toEqual(['100000002-100000014 step_cluster', '100000011-100000011 no_data']);
    const none = await judged(everyThird, correction('prefix: "1", step: 1'));
    expect(none.series).toMatchObject([{ holes: 9, lattice: [], notes: [] }]);
  });

  it('of the residue says which numbers contradict it', async () => {
    const { series } = await judged(everyThird, correction('prefix: "1", step: 3, residue: 0'));
    expect(series[0]?.notes.join()).toContain('4 that orders carry stand beside that, such as 100000002');
  });

  it('of prefix and width reads the numbers anew', async () => {
    const numbers = ['20140017', '20140018', '20140020', '20150001', '20150002'];
    expect((await judged(numbers, '')).series).toMatchObject([{ series: 'x', holes: 9980 + 1 }]);
    const given = await judged(
      numbers,
      'orderNumbers:\n  - series:\n      - { prefix: "2014", width: 4 }\n      - { prefix: "2015", width: 4 }\n',
    );
    expect(given.series.map(({ series, holes, used }) => [series, used, holes])).toEqual([
      ['2014xxxx', 3, 1],
      ['2015xxxx', 2, 0],
    ]);
  });

  it('of the first and last number opens the ends', async () => {
    const numbers = ['100000350', '100000351'];
    const { series, holes } = await judged(
      numbers,
      correction('prefix: "1", first: "100000348", last: "100000352"'),
    );
    expect(series).toMatchObject([{ floor: '100000348', frontier: '100000352', floorWhy: 'given' }]);
    expect(holes).toEqual(['100000348-100000349 left_edge', '100000352-100000352 right_edge']);
    const above = await judged(numbers, correction('prefix: "1", first: "100000351"'));
    expect(above.series[0]?.notes.join()).toContain('below the first one that was given (100000351)');
  });

  it('counts for findings, too', async () => {
    const jump = ['100000002', '100000102', '100000103'];
    expect((await judged(jump, '')).findings).toContain('1xxxxxxxx:100000003-100000101');
    expect((await judged(jump, correction('prefix: "1", first: "100000102"'))).findings).toEqual([]);
  });

  it('that fits no number is told', async () => {
    const { err } = await judged(everyThird, correction('prefix: "7", width: 8, step: 3'));
    expect(err).toContain(
      'corrects a series of shop default with the prefix "7" and 8 digits; no number is of that form',
    );
  });
});
