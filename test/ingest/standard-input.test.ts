// Standard input is kept in a private file while the process lives; what killed processes left is swept.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { standardInputFile, sweepSpooled } from '../../src/ingest/standard-input.js';

it('is read once, into a file that only this user can read', async () => {
  const input = Readable.from([Buffer.from('-- 2017'), Buffer.from('-8-21')]);
  const path = await standardInputFile(input);
  expect(await readFile(path, 'utf8')).toBe('-- 2017-8-21');
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(statSync(dirname(path)).mode & 0o077).toBe(0);
  expect(await standardInputFile(input)).toBe(path);
  rmSync(dirname(path), { recursive: true });
});

it('leaves no copy behind for ever when its process is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweep-test-'));
  for (const name of ['shoptrace-input-71-abc', 'shoptrace-input-72-abc', 'shoptrace-other', 'x-71-abc']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'standard-input'), 'secret');
  }
  await sweepSpooled(folder, (pid) => pid === 72);
  expect(existsSync(join(folder, 'shoptrace-input-71-abc'))).toBe(false);
  for (const name of ['shoptrace-input-72-abc', 'shoptrace-other', 'x-71-abc'])
    expect(existsSync(join(folder, name))).toBe(true);
  rmSync(folder, { recursive: true });
});
