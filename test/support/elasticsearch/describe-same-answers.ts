// The same files read into SQLite and into Elasticsearch: every command and every dashboard answers with the same bytes.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openProject } from '../../../src/app/index.js';
import { loadSettings } from '../../../src/config/settings.js';
import { loadDashboards } from '../../../src/dashboards/load-dashboards.js';
import { runDashboard } from '../../../src/dashboards/run-dashboard.js';
import { overview } from '../../../src/queries/overview.js';
import { coverage } from '../../../src/queries/coverage.js';
import { ledgers } from '../../../src/queries/ledger.js';
import { listTransactions } from '../../../src/queries/transactions.js';
import { searchLines } from '../../../src/queries/lines.js';
import { runShop, shopOptions } from '../../../src/shop/index.js';
import { checkout, sample } from '../../cli/support/real-project.js';
import { runCommand, testNow } from '../../cli/support/run-command.js';
import { dropIndices, freshPrefix } from './test-store.js';

const LOAD_MS = 240_000;
const SHOP_LINES = 20_000;

interface Question {
  readonly store: string;
  readonly folder: string;
}

/** Asks a command and gives what it wrote, without how long it took. */
async function ask({ store, folder }: Question, args: readonly string[]): Promise<string> {
  const env = { SHOPTRACE_DATA: folder, SHOPTRACE_STORE: store };
  const run = await runCommand(args, { cwd: checkout, openProject, env });
  if (run.err.includes('unexpected error')) throw new Error(run.err);
  return `${run.code}\n${run.out.replace(/"seconds":[\d.]+/g, '"seconds":0')}`;
}

/** @param url of a node, asked for when the tests begin */
export function describeSameAnswers(url: () => string): void {
  describe('the same replay', () => {
    const prefix = freshPrefix();
    const folder = mkdtempSync(join(tmpdir(), 'shoptrace-same-'));
    const trace = join(folder, 'merchant_trace.log');
    const mail = join(folder, 'merchant_mail_trace.log');
    const sqlite: Question = { folder, store: `sqlite:${join(folder, 'store')}` };
    const elasticsearch = (): Question => ({ folder, store: `${url()}?prefix=${prefix}` });
    const same = async (args: readonly string[]): Promise<string> => {
      const expected = await ask(sqlite, args);
      expect(await ask(elasticsearch(), args)).toBe(expected);
      return expected;
    };

    beforeAll(async () => {
      const options = {
        seed: 17,
        lines: SHOP_LINES,
        out: trace,
        mail,
        labels: join(folder, 'labels.ndjson'),
      };
      await runShop(shopOptions.parse(options), { now: () => 0 });
    }, LOAD_MS);

    afterAll(async () => {
      await dropIndices(url(), prefix);
      rmSync(folder, { recursive: true, force: true });
    }, LOAD_MS);

    test(
      'gives the same findings and ledgers',
      async () => {
        const documented = await same([
          'replay',
          sample,
          '--zone',
          'Europe/Paris',
          '--dataset',
          'documented',
          '--json',
        ]);
        expect(documented).toContain('"rule":"post-pay-died"');
        expect(existsSync(mail)).toBe(true);
        const simulated = [
          'replay',
          trace,
          mail,
          '--zone',
          'Europe/Paris',
          '--dataset',
          'simulated',
          '--json',
        ];
        expect((await same(simulated)).split('\n').length).toBeGreaterThan(100);
      },
      LOAD_MS,
    );

    test(
      'gives the same when it is read again',
      async () => {
        const again = ['replay', trace, mail, '--zone', 'Europe/Paris', '--dataset', 'simulated', '--json'];
        expect(await same(again)).toContain('"duplicate":');
      },
      LOAD_MS,
    );

    test.each(['documented', 'simulated'])(
      'answers every command alike (%s)',
      async (dataset) => {
        const findings = await same(['findings', '--dataset', dataset, '--json']);
        await same(['findings', '--pending', '--dataset', dataset, '--json']);
        await same(['ledger', '--dataset', dataset, '--json']);
        await same(['gaps', '--dataset', dataset, '--json']);
        await same(['tx', '--dataset', dataset, '--limit', '500', '--json']);
        const ids = [...new Set(findings.match(/TU[89][A-Z0-9]{15}==/g))].slice(0, 25);
        expect(ids.length).toBeGreaterThan(0);
        for (const id of ids) await same(['tx', id, '--dataset', dataset, '--json']);
        for (const id of ids.slice(0, 5)) await same(['tx', id, '--raw', '--dataset', dataset]);
        for (const words of [['production'], ['order', 'plac'], ['nowhere'], [ids[0] ?? ''], ['straße', 'é']])
          for (const order of [[], ['--oldest']])
            await same(['search', ...words, ...order, '--limit', '200', '--dataset', dataset, '--json']);
        await same(['search', '--level', 'error', '--limit', '1000', '--dataset', dataset, '--json']);
      },
      LOAD_MS,
    );

    test(
      'shows the same dashboards, lists and bytes',
      async () => {
        const expected = await answersOf(sqlite);
        expect(await answersOf(elasticsearch())).toEqual(expected);
        expect(expected.transactions).toBeGreaterThan(300);
      },
      LOAD_MS,
    );
  });
}

/** What the console asks. */
async function answersOf({ store, folder }: Question) {
  const around = { env: {}, cwd: checkout, home: folder, platform: 'linux' } as const;
  const project = await openProject(await loadSettings({ data: folder, store }, around));
  try {
    const { dataset } = await project.dataset('simulated');
    const dashboards = [];
    for (const dashboard of await loadDashboards(join(checkout, 'dashboards')))
      dashboards.push(
        await runDashboard(dataset, dashboard, { now: testNow, from: null, to: null, rules: project.rules }),
      );
    const first = await listTransactions(dataset, { limit: 100 });
    const second = await listTransactions(dataset, { limit: 100, cursor: first.nextCursor ?? '' });
    const back = await listTransactions(dataset, { limit: 100, cursor: second.prevCursor ?? '' });
    const lines = await searchLines(dataset, { filter: { words: 'pre' }, order: 'newest', limit: 50 });
    const bytes = [];
    for (const generation of await dataset.generations()) {
      const marks = await dataset.marks(generation.id);
      const whole = await dataset.rawBytes(generation.id, 0, Number.MAX_SAFE_INTEGER);
      const digest = createHash('sha256').update(whole).digest('hex');
      bytes.push({ generation, marks, digest, checkpoint: await dataset.checkpoint(generation.id) });
    }
    return {
      transactions: await dataset.transactionCount(),
      ids: await dataset.transactionIds('', 10_000),
      coverage: await coverage(dataset, null),
      overview: await overview(dataset, project.rules, { now: testNow }),
      ledgers: await ledgers(dataset),
      dashboards,
      first,
      second,
      back,
      lines,
      bytes,
      detection: (await dataset.detectionState()).positions,
      counts: await dataset.countBy(['minute', 'action'], {}, 1_000_000),
    };
  } finally {
    await project.close();
  }
}
