// Every dependency has its line in docs/dependencies.md, and versions are exact.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './source-files.js';

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageFile;
const named = { ...manifest.dependencies, ...manifest.devDependencies };

describe('dependencies', () => {
  test('docs/dependencies.md lists exactly those of package.json', () => {
    const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
    const listed = [...page.matchAll(/^\| `([^`]+)` +\|/gm)].map((match) => match[1] ?? '');
    expect(listed.length).toBeGreaterThan(30);
    expect([...new Set(listed)].sort()).toEqual(Object.keys(named).sort());
    expect(listed).toHaveLength(new Set(listed).size);
  });

  test('versions are exact', () => {
    expect(Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('the lock file carries no registry address', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });
});
