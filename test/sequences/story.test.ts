// The page on order numbers: every claim has a command, and the program says what the page shows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  DuplicateAnswer,
  HoleAnswer,
  LateAnswer,
  NumberLifeAnswer,
  SeriesAnswer,
} from '../../src/model/sequence-answers.js';
import type { FindingAnswer } from '../../src/model/answers.js';
import { checkout, type RealProject, realProject } from '../cli/support/real-project.js';

const page = readFileSync(join(checkout, 'docs/order-numbers.md'), 'utf8');
const samples = 'samples/order-numbers';
const blocks = [...page.matchAll(/```text\n\$ shoptrace ([^\n]+)\n([\s\S]*?)\n```/g)].map(
  ([, command = '', output = '']) => [command, output] as const,
);

let project: RealProject;
beforeAll(async () => {
  project = realProject();
  await project.run(['replay', `${samples}/story.log`, '--zone', 'UTC', '--dataset', 'story']);
  await project.run([
    'gaps',
    'import',
    `${samples}/orders.csv`,
    `${samples}/quotes.csv`,
    '--dataset',
    'exports',
  ]);
  for (const [dataset, folder] of [
    ['paid', 'paid-no-order'],
    ['deleted', 'deleted-order'],
  ] as const)
    await project.run(['replay', `${samples}/${folder}/yields`, '--zone', 'UTC', '--dataset', dataset]);
});
afterAll(() => project.remove());

describe('docs/order-numbers.md', () => {
  it('shows a command for the claims', () => {
    expect(blocks.length).toBeGreaterThan(6);
  });

  it.each(blocks)('$ shoptrace %s', async (command, output) => {
    const args = command.split(' ');
    const dataset = args.includes('--dataset') ? [] : ['--dataset', 'story'];
    const run = await project.run([...args, ...dataset]);
    expect(run.err).toBe('');
    expect(run.out.trimEnd()).toBe(output);
  });
});

const answers = async (args: readonly string[]) =>
  (await project.run([...args, '--json'])).json() as (
    SeriesAnswer | HoleAnswer | LateAnswer | DuplicateAnswer
  )[];

describe('the two exports', () => {
  it('explain 350 as late and 368 as reserved by a guest', async () => {
    const found = await answers(['gaps', '--dataset', 'exports']);
    expect(found.map(({ type }) => type)).toEqual(['series', 'hole', 'late']);
    expect(found).toMatchObject([
      { series: '1xxxxxxxx', floor: '100000367', frontier: '100000369', used: 3, holes: 1, late: 1 },
      {
        from: '100000368', to: '100000368', count: 1, class: 'reserved_guest', status: 'explained', mayStillArrive: false,
        before: { number: '100000367' }, after: { number: '100000369' },
        between: ['2014-09-20T08:12:44.000Z', '2014-09-21T17:03:10.000Z'],
      },
      { number: '100000350', reason: 'customer_returned', between: [null, '2014-09-20T08:12:44.000Z'] },
    ]); // prettier-ignore
  });

  it('make findings, which are withdrawn when later evidence comes', async () => {
    const rules = async () =>
      ((await project.run(['findings', '--dataset', 'later', '--json'])).json() as FindingAnswer[]).map(
        ({ rule, case: about }) => `${rule} ${about.key}`,
      );
    await project.run([
      'gaps',
      'import',
      `${samples}/orders.csv`,
      `${samples}/quotes.csv`,
      '--dataset',
      'later',
    ]);
    expect((await rules()).toSorted()).toEqual([
      'number-gap 1xxxxxxxx:100000368',
      'number-late 1xxxxxxxx:100000350',
    ]);
    const [gap] = (
      await project.run(['findings', '--rule', 'number-gap', '--dataset', 'later', '--json'])
    ).json() as FindingAnswer[];
    expect(gap?.evidence).toContainEqual(
      expect.objectContaining({
        file: expect.stringMatching(/samples\/order-numbers\/quotes\.csv$/),
        line: 2,
      }),
    );
    await project.run(['gaps', 'import', `${samples}/later-orders.csv`, '--dataset', 'later']);
    expect(await rules()).toContain('number-late 1xxxxxxxx:100000368');
    expect(await rules()).not.toContain('number-gap 1xxxxxxxx:100000368');
    const withdrawn = (await project.run(['findings', '--withdrawn', '--dataset', 'later', '--json'])).json();
    expect(withdrawn).toMatchObject([{ rule: 'number-gap', verdict: 'withdrawn' }]);
  });
});

describe('the commands', () => {
  it('give the life of a number as JSON, and say when nothing is known', async () => {
    const run = await project.run(['number', '100000349', '--dataset', 'story', '--json']);
    const [life] = run.json() as NumberLifeAnswer[];
    expect(life).toMatchObject({ outcome: 'late', late: { reason: 'customer_returned' } });
    expect(life?.steps.map(({ what }) => what === null)).toEqual(Array(8).fill(false));
    const unknown = await project.run(['number', 'nonsense', '--dataset', 'story']);
    expect(unknown.code).toBe(1);
    expect(unknown.out).toContain('Nothing is known of nonsense');
  });

  it('tell what a file would be taken for, and keep nothing', async () => {
    const run = await project.run([
      'gaps',
      'import',
      `${samples}/orders.csv`,
      '--dry-run',
      '--dataset',
      'dry',
    ]);
    expect(run.out).toContain('a table of orders; 3 rows, 3 facts');
    expect(run.out).toContain('increment_id = number');
    expect((await project.run(['gaps', '--dataset', 'dry'])).code).toBe(2);
  });

  it('go on with the other files when one is nothing known', async () => {
    const run = await project.run(['gaps', 'import', 'package.json', `${samples}/quotes.csv`, '--dry-run']);
    expect(run.code).toBe(3);
    expect(run.err).toContain('[format-foreign]');
    expect(run.out).toContain('a table of carts');
  });
});
