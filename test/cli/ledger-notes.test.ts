// What a ledger counts beyond a file: copies that were read, and lines that were deleted because they were old.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ledgerNotes } from '../../src/queries/ledger.js';
import { openMemoryDataset } from '../ingest/scene.js';
import { checkout, realProject, sample } from './support/real-project.js';

it('tells the lines of a file from those of its copies', async () => {
  const project = realProject();
  const logs = join(project.folder, 'logs');
  mkdirSync(logs);
  const text = readFileSync(join(checkout, sample), 'latin1');
  const lines = text.split(/(?<=\n)/);
  writeFileSync(join(logs, 'a.log'), text, 'latin1');
  writeFileSync(join(logs, 'a.log.gz'), gzipSync(Buffer.from(text, 'latin1')));
  writeFileSync(join(logs, 'cut.log.gz'), gzipSync(Buffer.from(lines.slice(0, 6).join(''), 'latin1')));
  await project.run(['replay', logs, '--zone', 'Europe/Paris', '--dataset', 'one']);
  const { out } = await project.run(['ledger', '--dataset', 'one']);
  expect(out).toContain('23 lines of its own; 29 lines more were read in copies of it');
  expect((await project.run(['ledger', '--dataset', 'one', '--json'])).json()).toMatchObject([
    { lines: 52, records: 52, duplicate: 29, own: { lines: 23, records: 23 }, again: 29, pruned: null },
  ]);
  project.remove();
});

it('says nothing more where there is nothing', async () => {
  expect(await ledgerNotes(await openMemoryDataset())).toEqual(new Map());
});
