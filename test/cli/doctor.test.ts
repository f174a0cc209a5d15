// What doctor finds: an unreadable configuration, missing files, masking that is off, a damaged ledger.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openProject } from '../../src/app/index.js';
import { Troubles } from '../../src/app/troubles.js';
import { loadSettings } from '../../src/config/settings.js';
import { emptyLedger } from '../../src/model/block.js';
import { ShoptraceError } from '../../src/model/errors.js';
import { ledgerAnswer } from '../../src/queries/ledger.js';
import type { Check } from '../../src/cli/examination.js';
import { brokenLedgers } from '../../src/cli/ledger-check.js';
import { checkout, type RealProject, realProject, sample } from './support/real-project.js';

let project: RealProject;
beforeEach(() => {
  project = realProject();
});
afterEach(() => {
  project.remove();
});

async function doctor(
  config: string,
): Promise<{ readonly code: number; readonly checks: Check[]; readonly out: string }> {
  const file = join(project.folder, 'shoptrace.yaml');
  writeFileSync(file, config);
  const json = await project.run(['doctor', '--config', file, '--json']);
  const text = await project.run(['doctor', '--config', file]);
  expect(text.code).toBe(json.code);
  return { code: json.code, checks: json.json() as Check[], out: text.out };
}

it('warns of files that are not there and of masking that is off, and fails nothing', async () => {
  mkdirSync(join(project.folder, 'logs'));
  writeFileSync(join(project.folder, 'logs', 'a.log'), '');
  const { code, checks, out } = await doctor(
    'sources:\n  - { name: main, trace: [logs/a.log, logs/none.log, "logs/*.gz"], masking: off }\n',
  );
  const ofSource = checks.filter(({ name }) => name === 'source main');
  expect(ofSource.map(({ result }) => result)).toEqual(['good', 'warning', 'good', 'warning']);
  expect(ofSource[1]?.message).toContain('none.log is not there');
  expect(ofSource[3]?.message).toContain('masking is off');
  expect(out).toContain('warning');
  expect(code).toBe(0);
});

it('says what is wrong with the configuration and ends with 1', async () => {
  const { code, checks, out } = await doctor('serve: { prot: 1 }\n');
  expect(code).toBe(1);
  expect(checks.at(-1)).toMatchObject({ name: 'configuration', result: 'bad' });
  expect(out).toContain('did you mean port?');
});

it('looks into every dataset', async () => {
  await project.run(['replay', sample, '--zone', 'Europe/Paris', '--dataset', 'one']);
  const { checks } = await doctor('');
  expect(checks.at(-1)).toMatchObject({ name: 'dataset one', message: '1 file, every line accounted for' });
});

it('fails where a followed file cannot be read', async () => {
  await project.run(['replay', sample, '--zone', 'Europe/Paris', '--dataset', 'one']);
  const problem = new ShoptraceError(
    'path-unreadable',
    '/logs/a cannot be read (EACCES).',
    'Give the right.',
  );
  new Troubles(project.folder, 'one', () => 0).report('/logs/a', problem);
  const { code, checks } = await doctor('');
  expect(checks.at(-1)).toMatchObject({
    name: 'source /logs/a',
    result: 'bad',
    message: '/logs/a cannot be read (EACCES). (since 1970-01-01T00:00:00.000Z)',
    hint: 'Give the right.',
  });
  expect(code).toBe(1);
});

it('tells how far a dataset is judged that is not judged as far as it is stored', async () => {
  await project.run(['replay', sample, '--zone', 'Europe/Paris', '--dataset', 'one']);
  const around = { env: {}, cwd: checkout, home: project.folder, platform: 'linux' } as const;
  const { store, close } = await openProject(await loadSettings({ data: project.folder }, around));
  const dataset = await store.open('one', { mode: 'write' });
  await dataset.resetDetection();
  await dataset.close();
  await close();
  const told = 'dataset one: judged up to 2017-08-21 20:38:55 Europe/Paris, 38.3 s behind';
  const { code, out, checks } = await doctor('');
  expect(checks.at(-1)).toMatchObject({ name: 'dataset one', result: 'warning' });
  expect(out).toContain(`warning   ${told}`);
  expect(code).toBe(0);
  expect((await project.run(['ledger', '--dataset', 'one'])).err).toContain(told);
  await project.run(['detect', '--dataset', 'one']);
  expect((await project.run(['ledger', '--dataset', 'one'])).err).not.toContain('judged');
  expect((await doctor('')).checks.at(-1)).toMatchObject({ result: 'good' });
});

it('a ledger that does not add up is an error with the figures', () => {
  const generation = {
    id: 'g',
    source: 's',
    shop: 'default',
    kind: 'trace',
    path: 'a.log',
    zone: 'UTC',
    form: null,
    followed: false,
    parent: null,
  } as const;
  const sound = ledgerAnswer(generation, { ...emptyLedger('g'), lines: 2, records: 2, indexed: 2 }, 'B');
  const lost = ledgerAnswer(generation, { ...emptyLedger('g'), lines: 3, records: 2, indexed: 1 }, 'B');
  expect(brokenLedgers([sound])).toEqual([]);
  expect(brokenLedgers([lost]).map(({ code, exitCode }) => `${code} ${exitCode}`)).toEqual([
    'ledger-broken 1',
    'ledger-broken 1',
  ]);
  expect(brokenLedgers([lost])[0]?.message).toContain('a.log');
});
