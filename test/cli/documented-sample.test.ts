// The documented sample through the whole program: replay, tx, search, findings, ledger, datasets.
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  FindingAnswer,
  LedgerAnswer,
  SummaryAnswer,
  TransactionAnswer,
} from '../../src/model/answers.js';
import { checkout, type RealProject, realProject, sample, sampleId } from './support/real-project.js';

const golden = join(import.meta.dirname, 'golden', 'tx-documented-sample.txt');

const expectedFindings = [
  'post-pay-died ×3 high violated transaction TU90QMLVYXD5UMZYUQ==',
  'product-always-fails ×3 high violated product EFORM',
  'buyer-retry-storm ×1 high violated transaction TU90QMLVYXD5UMZYUQ==',
  'order-placed-again ×3 medium violated transaction TU90QMLVYXD5UMZYUQ==',
  'support-course-missing ×3 medium violated transaction TU90QMLVYXD5UMZYUQ==',
  'production-repeated ×2 medium violated transaction TU90QMLVYXD5UMZYUQ==',
  'user-created-again ×2 low violated user 174',
];

const inShort = (finding: FindingAnswer): string =>
  `${finding.rule} ×${finding.count} ${finding.severity} ${finding.verdict} ${finding.case.kind} ${finding.case.key}`;

interface Parted {
  readonly findings: FindingAnswer[];
  readonly ledgers: LedgerAnswer[];
  readonly summary: SummaryAnswer;
  readonly types: string[];
}

function parted(objects: unknown[]): Parted {
  const typed = objects as { type: string }[];
  return {
    findings: typed.filter(({ type }) => type === 'finding') as unknown as FindingAnswer[],
    ledgers: typed.filter(({ type }) => type === 'ledger') as unknown as LedgerAnswer[],
    summary: typed.at(-1) as unknown as SummaryAnswer,
    types: typed.map(({ type }) => type),
  };
}

describe('replay', () => {
  let project: RealProject;
  beforeAll(() => {
    project = realProject();
  });
  afterAll(() => {
    project.remove();
  });

  it('prints the findings, the ledger and the summary as JSON, and nothing else', async () => {
    const run = await project.run(['replay', sample, '--zone', 'Europe/Paris', '--json']);
    const { findings, ledgers, summary, types } = parted(run.json());
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(findings.map(inShort)).toEqual([
      ...expectedFindings,
      'abandoned-after-placement ×1 low pending transaction TU90QMLVYXD5UMZYUQ==',
    ]);
    expect(findings.at(-1)?.dueAt).toBe('2017-08-22T18:39:33.825Z');
    expect(ledgers[0]).toMatchObject({
      file: sample,
      form: 'S',
      zone: 'Europe/Paris',
      lines: 23,
      records: 23,
      indexed: 23,
      duplicate: 0,
      transactions: 1,
      from: '2017-08-21T18:38:55.525Z',
    });
    expect(summary).toMatchObject({
      type: 'summary',
      files: 1,
      lines: 23,
      records: 23,
      occurrences: 17,
      pendingFindings: 1,
    });
    expect(types).toEqual([...Array(8).fill('finding'), 'ledger', 'summary']);
  });

  it('finds the abandonment when the analyst speaks for a later time', async () => {
    const run = await project.run(
      'replay samples/documented-merchant-trace.log --zone Europe/Paris --dataset later --json --as-of 2017-08-23T00:00:00Z'.split(
        ' ',
      ),
    );
    expect(parted(run.json()).findings.map(inShort)).toContain(
      'abandoned-after-placement ×1 low violated transaction TU90QMLVYXD5UMZYUQ==',
    );
  });

  it('counts the same file again as duplicate, without a new finding', async () => {
    const run = await project.run(['replay', sample, '--zone', 'Europe/Paris', '--json']);
    const { findings, ledgers } = parted(run.json());
    expect(ledgers[0]).toMatchObject({ records: 23, indexed: 0, duplicate: 23 });
    expect(findings).toHaveLength(8);
  });

  it('prints progress as JSON when it is asked for, before everything else', async () => {
    const args = [
      'replay',
      sample,
      '--zone',
      'Europe/Paris',
      '--dataset',
      'progress',
      '--json',
      '--progress',
    ];
    const [first] = (await project.run(args)).json();
    expect(first).toMatchObject({ type: 'progress', phase: 'reading', file: sample, bytes: 2294 });
  });

  it('says it all in words, and what to try next', async () => {
    const run = await project.run(['replay', sample, '--zone', 'Europe/Paris']);
    expect(run.code).toBe(0);
    expect(run.out).toContain('Silent death in post-pay ×3');
    expect(run.out).toMatch(
      /\d+ rules looked at \d+ cases?; covered until 2017-08-21 20:39:33 Europe\/Paris/,
    );
    expect(run.out).toContain('Pending (1)');
    expect(run.out).toMatch(/Dataset r-[a-z2-7]{16}\. Next: shoptrace tx TU90QMLVYXD5UMZYUQ== --dataset r-/);
  });

  it.each([
    ['high', 1],
    ['critical', 0],
  ])('fails on %s findings with exit code %i', async (severity, code) => {
    const run = await project.run([
      'replay',
      sample,
      '--zone',
      'Europe/Paris',
      '--fail-on',
      severity,
      '--json',
    ]);
    expect(run.code).toBe(code);
  });

  it('does not fail on what is pending', async () => {
    const healthy = join(project.folder, 'placed.log');
    writeFileSync(healthy, '-- 2017-8-21 10:00:00 300 --  [TU8AAAAAAAAAAAAAAA==] Order placed : 2 objects\n');
    const run = await project.run([
      'replay',
      healthy,
      '--zone',
      'Europe/Paris',
      '--fail-on',
      'info',
      '--json',
    ]);
    expect(parted(run.json()).findings.map(({ verdict }) => verdict)).toEqual(['pending']);
    expect(run.code).toBe(0);
  });

  it.each([
    ['no-such-file.log', 'path-missing', 3],
    ['package.json', 'no-records', 3],
  ])('of %s is %s', async (path, errorCode, code) => {
    const run = await project.run(['replay', path]);
    expect(run.err + run.out).toContain(`[${errorCode}]`);
    expect(run.code).toBe(code);
  });
});

describe('questions about the sample', () => {
  let project: RealProject;
  beforeAll(async () => {
    project = realProject();
    await project.run(['replay', sample, '--zone', 'Europe/Paris']);
  });
  afterAll(() => {
    project.remove();
  });

  it('tx tells the story, word for word as agreed', async () => {
    const run = await project.run(['tx', sampleId]);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, run.out);
    expect(run.out).toBe(readFileSync(golden, 'utf8'));
    expect(run.code).toBe(0);
    expect(run.err).toMatch(/^dataset r-[a-z2-7]{16} \(the newest; there is no live one\)\n$/);
  });

  it('the agreed text holds what support needs', () => {
    const text = readFileSync(golden, 'utf8');
    expect(text.match(/Order placed (again )?\(\d of 4\)/g)).toHaveLength(4);
    for (const clock of ['20:39:01', '20:39:19', '20:39:31'])
      expect(text).toContain(`The request died in post-pay at ${clock}`);
    for (const words of [
      'support course',
      'Account 174',
      'EFORM',
      'What to do',
      'PHP error at 20:39:01, 20:39:19 and 20:39:31',
    ])
      expect(text).toContain(words);
  });

  it.each(['tu90qm', `[${sampleId}]`, `-- 2017-8-21 20:39:01 029 -- [${sampleId}] Production`])(
    'tx also takes %j',
    async (given) => {
      const [answer] = (await project.run(['tx', given, '--json'])).json() as TransactionAnswer[];
      expect(answer?.id).toBe(sampleId);
    },
  );

  it('tx --json is one object with the promised keys', async () => {
    const objects = (await project.run(['tx', sampleId, '--json'])).json() as TransactionAnswer[];
    expect(objects).toHaveLength(1);
    expect(Object.keys(objects[0] ?? {})).toEqual(
      expect.arrayContaining(
        'id dataset shop outcome headline amount currency items users placements productions firstSeen lastSeen coverage findings expected advice sharedWith story lines'.split(
          ' ',
        ),
      ),
    );
  });

  it('tx without ID lists it', async () => {
    const run = await project.run(['tx']);
    expect(run.out).toMatch(/2017-08-21 20:39:33\s+TU90QMLVYXD5UMZYUQ==\s+–\s+failed\s+4\s+3/);
    const [item] = (await project.run(['tx', '--json'])).json();
    expect(item).toMatchObject({ id: sampleId, outcome: 'failed', placements: 4, productions: 3 });
  });

  it('tx --raw prints the very bytes', async () => {
    const run = await project.run(['tx', 'tu90qm', '--raw']);
    expect(run.out).toBe(readFileSync(join(checkout, sample), 'utf8'));
  });

  it('tx of what is not there says what there is, and ends with 1', async () => {
    const run = await project.run(['tx', 'TU90QMLVYXD5UMZYUX==']);
    expect(run.code).toBe(1);
    expect(run.out).toContain('Its files cover 2017-08-21 20:38:55 to 2017-08-21 20:39:33 Europe/Paris');
    expect(run.out).toContain(`Near it: ${sampleId}`);
    const json = await project.run(['tx', 'TU90QMLVYXD5UMZYUX==', '--json']);
    expect(json.code).toBe(1);
    expect(json.json()).toEqual([expect.objectContaining({ matches: [], near: [sampleId] })]);
  });

  it('search finds lines by words, level, action, time', async () => {
    const errors = (await project.run(['search', 'support', 'course', '--level', 'error', '--json'])).json();
    expect(errors).toHaveLength(3);
    const placed = await project.run([
      'search',
      '--action',
      'order.placed',
      '--from',
      '2017-08-21 20:39:20',
      '--oldest',
      '--json',
    ]);
    expect((placed.json() as { line: number }[]).map(({ line }) => line)).toEqual([16, 23]);
    const limited = await project.run(['search', 'order', '--limit', '2']);
    expect(limited.err).toContain('2 lines shown, there are more');
    const wrong = await project.run(['search', '--level', 'eror']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('error');
    const mistyped = await project.run(['search', '--action', 'order.plcaed', '--code', 'XYZ', '--json']);
    expect(mistyped).toMatchObject({ code: 0, out: '' });
    expect(mistyped.err).toContain('no line has the action "order.plcaed"; did you mean order.placed');
    expect(mistyped.err).toMatch(/no line has the code "XYZ"; there are: \S+/);
  });

  it('findings are filtered by rule, code, severity, case', async () => {
    const rules = async (...args: string[]): Promise<string[]> =>
      ((await project.run(['findings', ...args, '--json'])).json() as FindingAnswer[]).map(
        ({ rule }) => rule,
      );
    expect(await rules('--rule', 'A4')).toEqual(['production-repeated']);
    expect(await rules('--severity', 'high')).toEqual([
      'buyer-retry-storm',
      'post-pay-died',
      'product-always-fails',
    ]);
    expect(await rules('--case', 'tu90qm', '--severity', 'low')).toEqual([]);
    expect(await rules('--case', '174')).toEqual(['user-created-again']);
    expect(await rules('--pending')).toEqual(['abandoned-after-placement']);
    const unknown = await project.run(['findings', '--rule', 'production-repeted']);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain('Did you mean production-repeated?');
  });

  it('one finding is shown with its lines in context', async () => {
    const [first] = (await project.run(['findings', '--rule', 'A18', '--json'])).json() as FindingAnswer[];
    const run = await project.run(['findings', first?.id ?? '']);
    expect(run.out).toContain('Customer support course does not exist.');
    expect(run.out).toContain('What to do');
  });

  it('people acknowledge, suppress, resolve and reopen findings', async () => {
    const [found] = (await project.run(['findings', '--rule', 'A21', '--json'])).json() as FindingAnswer[];
    const id = found?.id ?? '';
    const state = async (): Promise<FindingAnswer | undefined> =>
      ((await project.run(['findings', '--rule', 'A21', '--json'])).json() as FindingAnswer[])[0];
    expect(await project.run(['findings', 'ack', id.slice(0, 8), '--reason', 'ticket 4711'])).toMatchObject({
      code: 0,
    });
    expect(await state()).toMatchObject({
      state: 'acknowledged',
      reason: 'ticket 4711',
      stateBy: 'tester',
      stateVersion: 1,
    });
    const again = await project.run(['findings', 'ack', id]);
    expect(again.code).toBe(2);
    expect(again.err).toContain('[transition-invalid]');
    const unreasoned = await project.run(['findings', 'suppress', id]);
    expect(unreasoned.code).toBe(2);
    expect(unreasoned.err).toContain('--reason');
    await project.run(['findings', 'suppress', id, '--reason', 'known', '--until', '2027-01-01']);
    expect(await state()).toMatchObject({ state: 'suppressed', stateVersion: 2 });
    await project.run(['findings', 'resolve', id]);
    await project.run(['findings', 'reopen', id]);
    expect(await state()).toMatchObject({ state: 'open', stateVersion: 4 });
    const unknown = await project.run(['findings', 'ack', 'zzzzzzzz']);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.err).toContain('[finding-unknown]');
  });

  it('anomalies is another word for findings', async () => {
    const run = await project.run(['anomalies', '--severity', 'high', '--json']);
    expect(run.json()).toHaveLength(3);
  });

  it('the ledger accounts for every line', async () => {
    const [ledger] = (await project.run(['ledger', '--json'])).json() as LedgerAnswer[];
    expect(ledger).toMatchObject({ lines: 23, records: 23, indexed: 23 });
    const run = await project.run(['ledger']);
    expect(run.code).toBe(0);
    expect(run.out).toContain(sample);
  });

  it('detect --again gives the same findings', async () => {
    const before = (await project.run(['findings', '--json'])).out;
    const run = await project.run(['detect', '--again']);
    expect(run).toMatchObject({ code: 0 });
    expect((await project.run(['findings', '--json'])).out).toBe(before);
  });

  it('an unknown dataset is named with the nearest', async () => {
    const run = await project.run(['tx', '--dataset', 'r-wvkkeulc4l6kuk3x']);
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/Did you mean r-[a-z2-7]{16}\?/);
  });

  it('doctor finds nothing wrong', async () => {
    const run = await project.run(['doctor', '--json']);
    expect(run.code).toBe(0);
    expect((run.json() as { result: string }[]).every(({ result }) => result === 'good')).toBe(true);
  });
});

describe('datasets', () => {
  it('are listed, dropped and pruned', async () => {
    const project = realProject();
    try {
      expect((await project.run(['datasets'])).err).toContain('There is no dataset yet');
      expect(await project.run(['tx'])).toMatchObject({ code: 2, out: '' });
      const copy = join(project.folder, 'copy.log');
      copyFileSync(join(checkout, sample), copy);
      appendFileSync(copy, '-- 2017-8-21 21:00:00 000 -- [TU8AAAAAAAAAAAAAAA==] Order placed : 1 objects\n');
      await project.run(['replay', copy, '--zone', 'Europe/Paris', '--dataset', 'one']);
      await project.run(['replay', sample, '--zone', 'Europe/Paris', '--dataset', 'two']);
      const names = async (): Promise<string[]> =>
        ((await project.run(['datasets', 'list', '--json'])).json() as { name: string }[])
          .map(({ name }) => name)
          .sort();
      expect(await names()).toEqual(['one', 'two']);
      expect(await project.run(['datasets', 'drop', 'tow'])).toMatchObject({ code: 2 });
      expect(await project.run(['datasets', 'drop', 'two'])).toMatchObject({ code: 0 });
      expect(await names()).toEqual(['one']);
      expect((await project.run(['datasets', 'prune'])).err).toContain('--older-than');
      expect((await project.run(['datasets', 'prune', '--older-than', '1d'])).err).toContain(
        'no replay is older',
      );
      expect(await names()).toEqual(['one']);
      const lines = ['datasets', 'prune', '--dataset', 'one', '--json', '--lines-older-than'];
      expect(await project.run([...lines, '1d', '--older-than', '1d'])).toMatchObject({ code: 2 });
      const inSample = (await project.run(['datasets', '--json'])).json() as { records: number }[];
      expect((await project.run([...lines, '1d', '--dry-run'])).json()).toEqual([
        { type: 'pruned-lines', dryRun: true, dataset: 'one', records: inSample[0]?.records },
      ]);
      expect((await project.run([...lines, '1d'])).json()).toMatchObject([
        // The last block of a file stays: a longer version of the file goes on there.
        { type: 'pruned-lines', dataset: 'one', blocks: 0, records: 0 },
      ]);
    } finally {
      project.remove();
    }
  });
});

describe('tx with several datasets', () => {
  const project = realProject();
  afterAll(() => {
    project.remove();
  });

  it('finds what another dataset holds, and says so; a named dataset is taken at its word', async () => {
    const other = join(checkout, 'samples', 'form-c-paypal-order.log');
    await project.run(['replay', sample, '--zone', 'Europe/Paris', '--dataset', 'older']);
    await project.run(['replay', other, '--zone', 'Europe/Paris', '--dataset', 'newer']);
    const found = await project.run(['tx', 'tu90qm']);
    expect(found).toMatchObject({ code: 0 });
    expect(found.out).toContain('Placed 4 times, produced never');
    expect(found.err).toContain('dataset older has it');
    const asked = await project.run(['tx', 'tu90qm', '--dataset', 'newer']);
    expect(asked).toMatchObject({ code: 1 });
    expect(asked.out).toContain('It is in older: name one with --dataset.');
  });
});

describe('a replay of what is no trace', () => {
  const project = realProject();
  afterAll(() => {
    project.remove();
  });

  it('says so, ends with 3, and leaves no dataset behind', async () => {
    const path = join(project.folder, 'notes.log');
    writeFileSync(path, 'nothing to see\n'.repeat(20));
    const run = await project.run(['replay', path, '--zone', 'UTC', '--json']);
    expect(run).toMatchObject({ code: 3 });
    expect(run.err).toContain('[no-records]');
    expect(run.json()).toMatchObject([{ type: 'summary', files: 0, records: 0 }]);
    expect((await project.run(['datasets', '--json'])).json()).toEqual([]);
  });
});
