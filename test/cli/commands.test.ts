// The other commands: configuration, rules, shop, ingest, serve; and services that end when they are told to.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RuleAnswer } from '../../src/model/answers.js';
import { runCommand } from './support/run-command.js';
import { type RealProject, realProject, sample, sampleId } from './support/real-project.js';

let folder: string;
let project: RealProject;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-commands-'));
  project = realProject();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  project.remove();
});

describe('config', () => {
  it('init writes a file that check finds right, and does not replace one', async () => {
    expect(await runCommand(['config', 'init'], { cwd: folder })).toMatchObject({ code: 0, out: '' });
    expect(await runCommand(['config', 'check'], { cwd: folder })).toMatchObject({ code: 0 });
    expect((await runCommand(['config', 'init'], { cwd: folder })).err).toContain('is there already');
    writeFileSync(join(folder, 'shoptrace.yaml'), 'x');
    expect(await runCommand(['config', 'init', '--force'], { cwd: folder })).toMatchObject({ code: 0 });
    expect(readFileSync(join(folder, 'shoptrace.yaml'), 'utf8')).toContain('# Configuration of shoptrace');
    expect(await runCommand(['config', 'init', 'no/such/folder.yaml'], { cwd: folder })).toMatchObject({
      code: 3,
    });
  });

  it('check explains where and what', async () => {
    writeFileSync(join(folder, 'bad.yaml'), 'serve:\n  prot: 80\n');
    const run = await runCommand(['config', 'check', 'bad.yaml'], { cwd: folder });
    expect(run.code).toBe(2);
    expect(run.err).toContain('line 2: serve.prot');
    expect(run.err).toContain('did you mean port?');
  });

  it('print shows what holds, without the password of the store', async () => {
    const args = ['config', 'print', '--store', 'https://me:secret@search.example', '--json'];
    const run = await runCommand(args, { cwd: folder });
    expect(run.json()).toMatchObject([{ store: 'https://me:…@search.example', serve: { port: 7733 } }]);
    expect(run.out).not.toContain('secret');
    expect((await runCommand(['config', 'print'], { cwd: folder })).out).toContain('port: 7733');
  });
});

describe('rules', () => {
  it('are listed and shown, by id or code', async () => {
    const rules = (await project.run(['rules', '--json'])).json() as RuleAnswer[];
    expect(rules.map(({ id }) => id)).toEqual(expect.arrayContaining(['post-pay-died', 'message-unknown']));
    const shown = await project.run(['rules', 'show', 'A9']);
    expect(shown.out).toContain('Fires when:');
    expect(shown.out).toContain('abandoned-after-placement');
    expect(await project.run(['rules', 'show', 'abandoned-after-placment'])).toMatchObject({
      code: 2,
      out: '',
    });
    expect((await project.run(['rules', 'list'])).out).toContain('production-repeated');
  });

  it('are tested by their own lines', async () => {
    const run = await project.run(['rules', 'test', 'production-repeated', '--json']);
    const results = run.json() as { rule: string; passed: boolean }[];
    expect(results.length).toBeGreaterThanOrEqual(3);
    expect(results.every(({ rule, passed }) => rule === 'production-repeated' && passed)).toBe(true);
    expect(run.code).toBe(0);
    expect((await project.run(['rules', 'test', 'A4'])).out).toMatch(
      /^(\d+) of \1 tests of 1 rules passed\.$/m,
    );
  });
});

describe('shop', () => {
  it('writes the same bytes for the same seed, and what is true about them', async () => {
    const write = async (name: string) => {
      const out = join(folder, `${name}.log`);
      const labels = join(folder, `${name}.ndjson`);
      const args = ['shop', '--out', out, '--labels', labels, '--seed', '7', '--orders', '20', '--json'];
      const run = await runCommand(args);
      expect(run.code).toBe(0);
      return { report: run.json()[0] as { orders: number }, text: readFileSync(out, 'utf8') };
    };
    const one = await write('one');
    const two = await write('two');
    expect(one.report.orders).toBe(20);
    expect(two.text).toBe(one.text);
    expect(one.text).toMatch(/^-- 20\d\d-/);
  });
});

describe('ingest', () => {
  it('reads into the live dataset, which then answers without being named', async () => {
    const run = await project.run(['ingest', sample, '--zone', 'Europe/Paris', '--json']);
    expect(run.code).toBe(0);
    expect(run.json().at(-1)).toMatchObject({ type: 'summary', records: 23 });
    const tx = await project.run(['tx', 'tu90qm', '--json']);
    expect(tx).toMatchObject({ code: 0, err: '' });
    expect(tx.json()).toMatchObject([{ id: sampleId, outcome: 'failed' }]);
  });

  it('reports a file it cannot read, and reads the others', async () => {
    writeFileSync(
      join(folder, 'a.log'),
      '-- 2017-8-21 10:00:00 300 --  [TU8AAAAAAAAAAAAAAA==] Order placed : 2 objects\n',
    );
    writeFileSync(join(folder, 'empty.log'), '');
    const run = await project.run(['ingest', join(folder, 'a.log'), join(folder, 'empty.log'), '--json']);
    expect(run.json()).toContainEqual(expect.objectContaining({ type: 'ledger', records: 1 }));
    expect(run.err).toContain('[file-empty]');
    expect(run.code).toBe(3);
  });
});

describe('a service', () => {
  it('says where it is and ends when it is interrupted', async () => {
    await project.run(['ingest', sample, '--zone', 'Europe/Paris']);
    const interruption = new AbortController();
    interruption.abort();
    const run = await project.run(['serve', '--port', '0', '--json'], { interrupted: interruption.signal });
    expect(run.code).toBe(0);
    expect(run.json()).toMatchObject([
      { type: 'running', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+/) },
    ]);
    expect(run.err).toContain('ending');
  });
});
