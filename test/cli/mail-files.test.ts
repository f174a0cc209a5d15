// A mail's text is never kept, whatever its file is called; what the user says about a file counts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerAnswer } from '../../src/model/answers.js';
import { type RealProject, realProject } from './support/real-project.js';

const mails = [
  '-- 2017-8-21 21:02:10 377 --  Bonjour Jane Doe-Martin,',
  'votre commande sera livree au 12 rue des Lilas, 75020 Paris',
  '-- 2017-8-21 21:05:10 377 --  Bonjour John Smith,',
  'votre commande sera livree au 4 avenue Foch, 69000 Lyon',
  '',
].join('\n');

let project: RealProject;
let folder: string;
beforeEach(() => {
  project = realProject();
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-mail-'));
});
afterEach(() => {
  project.remove();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, mails);
  return path;
}

async function replayed(
  ...args: string[]
): Promise<{ readonly code: number; readonly kinds: unknown[]; readonly err: string }> {
  const run = await project.run([
    'replay',
    ...args,
    '--zone',
    'Europe/Paris',
    '--dataset',
    'mails',
    '--json',
  ]);
  const ledgers = (run.json() as LedgerAnswer[]).filter(({ type }) => type === 'ledger');
  return { code: run.code, kinds: ledgers.map(({ form }) => form), err: run.err };
}

async function found(word: string): Promise<string> {
  return (await project.run(['search', word, '--dataset', 'mails'])).out;
}

describe('a mail file', () => {
  it.each(['merchant_mail_trace.log', 'merchant_mail_trace.log.1', 'texts.log'])(
    'called %s is blanked, name and street cannot be found',
    async (name) => {
      expect(await replayed(file(name))).toEqual({ code: 0, kinds: ['Bm'], err: '' });
      for (const word of ['Doe-Martin', 'Lilas', 'Smith', 'Foch'])
        expect(await found(word)).not.toContain(word);
    },
  );

  it('is what the user says it is', async () => {
    const path = file('merchant_trace.log');
    expect(await replayed(path, '--kind', 'mail')).toEqual({ code: 0, kinds: ['Bm'], err: '' });
    expect(await found('Lilas')).not.toContain('Lilas');
  });

  it('that was kept as a trace before is reported, not silently left', async () => {
    const path = file('texts.log');
    expect(await replayed(path, '--kind', 'trace')).toEqual({ code: 0, kinds: ['B'], err: '' });
    expect(await replayed(path, '--kind', 'mail')).toMatchObject({
      code: 2,
      err: expect.stringContaining('kind-conflict'),
    });
  });
});
