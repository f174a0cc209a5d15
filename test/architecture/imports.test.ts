// Imports go the one way that the table allows, and ARCHITECTURE.md prints that table.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allowed, importTable, printedTable } from './import-table.js';
import { filesUnder, importsOf, place, root } from './source-files.js';

const files = filesUnder(['src', 'parsers'], /\.(ts|tsx)$/);

describe('the import table', () => {
  test('sees the source files', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.map((file) => file.path)).toContain('src/model/event.ts');
    expect(files.map((file) => file.path)).toContain('parsers/format.ts');
  });

  test('has a row for every folder', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const rows = new Set(importTable.map((row) => row.from));
    expect([...folders, 'parsers'].filter((folder) => !rows.has(folder))).toEqual([]);
  });

  test('is kept by every import', () => {
    let seen = 0;
    const broken: string[] = [];
    for (const file of files) {
      const from = place(file.path);
      const folder = from.split('/')[0] ?? '';
      const row = importTable.find((one) => one.from === folder);
      for (const use of importsOf(file)) {
        seen += 1;
        if (use.target === null || use.target === 'package.json') continue;
        const to = place(use.target);
        if (to.split('/')[0] === folder) continue;
        if (row === undefined || !allowed(row, { from, to, typesOnly: use.typesOnly })) {
          broken.push(`${file.path} imports ${use.specifier}`);
        }
      }
    }
    expect(seen).toBeGreaterThan(100);
    expect(broken).toEqual([]);
  });

  test('refuses what it should refuse', () => {
    const model = importTable.find((row) => row.from === 'model');
    const queries = importTable.find((row) => row.from === 'queries');
    const rules = importTable.find((row) => row.from === 'detectors');
    const web = importTable.find((row) => row.from === 'console');
    if (!model || !queries || !rules || !web) throw new Error('rows are missing');
    expect(allowed(model, { from: 'model/event', to: 'stores/store', typesOnly: true })).toBe(false);
    expect(allowed(queries, { from: 'queries/x', to: 'stores/sqlite/store', typesOnly: false })).toBe(false);
    expect(allowed(queries, { from: 'queries/x', to: 'stores/store', typesOnly: true })).toBe(true);
    expect(allowed(rules, { from: 'detectors/rules/x', to: 'stores/store', typesOnly: true })).toBe(false);
    expect(allowed(rules, { from: 'detectors/engine', to: 'stores/store', typesOnly: true })).toBe(true);
    expect(allowed(web, { from: 'console/x', to: 'api/app', typesOnly: false })).toBe(false);
    expect(allowed(web, { from: 'console/x', to: 'api/app', typesOnly: true })).toBe(true);
  });

  test('is printed in ARCHITECTURE.md', () => {
    expect(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')).toContain(printedTable());
  });

  test('only one file imports the SQLite package', () => {
    const importers = files.filter((file) =>
      importsOf(file).some((use) => use.specifier.startsWith('@photostructure/sqlite')),
    );
    expect(
      importers.map((file) => file.path).filter((path) => !path.startsWith('src/stores/sqlite/')),
    ).toEqual([]);
    expect(importers).toHaveLength(1);
  });
});

describe('imports as they are read', () => {
  const text = [
    "import { a } from './a.js';",
    "import type { B } from './b.js';",
    "import { type C } from '../c.js';",
    "import './d.css';",
    "export { e } from './e.js';",
    "export type { F } from './f.js';",
    "export * from './g.js';",
    "type H = import('./h.js').H;",
    "const i = () => import('./i.js');",
    "import fs from 'node:fs';",
  ].join('\n');
  const uses = importsOf({ path: 'src/model/x.ts', text });

  test('every kind is seen', () => {
    const targets = uses.map((use) => use.target).filter((target) => target !== null);
    expect(targets.sort()).toEqual(
      ['a.js', 'b.js', 'd.css', 'e.js', 'f.js', 'g.js', 'h.js', 'i.js']
        .map((name) => `src/model/${name}`)
        .concat('src/c.js')
        .sort(),
    );
  });

  test('type imports are told from value imports', () => {
    const types = uses.filter((use) => use.typesOnly).map((use) => use.specifier);
    expect(types.sort()).toEqual(['../c.js', './b.js', './f.js', './h.js']);
  });
});
