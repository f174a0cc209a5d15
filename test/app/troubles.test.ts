// Files that cannot be read are told: by whoever follows them, in the data folder, for everyone who asks how things stand.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followedPaths } from '../../src/app/followed-paths.js';
import { readTroubles, Troubles } from '../../src/app/troubles.js';
import { defaultConfig } from '../../src/config/defaults.js';
import { ShoptraceError } from '../../src/model/errors.js';
import { records } from '../ingest/scene.js';
import { unprivileged } from '../support/unprivileged.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'troubles-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const closed = new ShoptraceError('path-unreadable', '/logs/a cannot be read (EACCES).', 'Give the right.');

describe('troubles', () => {
  it('are there for everybody until the file is well again', () => {
    let now = Date.UTC(2026, 0, 1);
    const troubles = new Troubles(folder, 'live', () => now);
    expect(readTroubles(folder, 'live')).toEqual([]);
    troubles.report('/logs/a', closed);
    now += 60_000;
    troubles.report('/logs/a', closed);
    troubles.report('/logs/b', new Error('/logs/b holds no bytes.'));
    expect(readTroubles(folder, 'live')).toEqual([
      { path: '/logs/a', problem: closed.message, hint: closed.hint, since: '2026-01-01T00:00:00.000Z' },
      { path: '/logs/b', problem: '/logs/b holds no bytes.', hint: '', since: '2026-01-01T00:01:00.000Z' },
    ]);
    expect(readTroubles(folder, 'other')).toEqual([]);
    troubles.report('/logs/a', null);
    expect(readTroubles(folder, 'live').map(({ path }) => path)).toEqual(['/logs/b']);
    troubles.clear();
    expect(readTroubles(folder, 'live')).toEqual([]);
  });

  it('that a killed process left are gone with the next one', () => {
    new Troubles(folder, 'live', () => 0).report('/logs/a', closed);
    expect(readTroubles(folder, 'live')).toHaveLength(1);
    expect(new Troubles(folder, 'live', () => 0)).toBeDefined();
    expect(readTroubles(folder, 'live')).toEqual([]);
  });
});

it('what cannot be read below a followed folder is told, and is not followed', async () => {
  chmodSync(folder, 0o755);
  for (const name of ['open', 'hidden']) mkdirSync(join(folder, name));
  chmodSync(join(folder, 'hidden'), 0o700);
  writeFileSync(join(folder, 'open', 'shop.log'), records(0, 3));
  writeFileSync(join(folder, 'open', 'other.log'), records(3, 6), { mode: 0o600 });
  const settings = {
    ...defaultConfig,
    data: folder,
    store: 'memory:',
    dataset: null,
    lang: 'en' as const,
    file: null,
  };
  const told: string[] = [];
  const flags = { zone: null, form: null, shop: null, kind: null };
  const followed = await unprivileged(async () =>
    followedPaths({ paths: [folder], ...flags }, settings, (path, { code }) => told.push(`${code} ${path}`)),
  );
  expect(told).toEqual([
    `path-unreadable ${join(folder, 'hidden')}`,
    `path-unreadable ${join(folder, 'open', 'other.log')}`,
  ]);
  const names = followed.map(({ path }) => path);
  expect(names).toContain(join(folder, 'open', 'shop.log'));
  expect(names).not.toContain(join(folder, 'open', 'other.log'));
});
