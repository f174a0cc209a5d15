// The project's own source files and what each of them imports, for the tests of the house.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Import {
  readonly specifier: string;
  readonly typesOnly: boolean;
  /** Path from the root for imports of ours, null for packages and built-ins. */
  readonly target: string | null;
}

export function filesUnder(folders: readonly string[], ending: RegExp): SourceFile[] {
  const found: SourceFile[] = [];
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !ending.test(entry.name)) continue;
      const path = relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
      if (path.includes('node_modules/')) continue;
      found.push({ path, text: readFileSync(join(root, path), 'utf8') });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const importType = /\bimport\(\s*(['"])([^'"]+)\1\s*\)/g;

/** Static, re-exporting, dynamic and type imports (`import('…').Type` too). */
export function importsOf(file: SourceFile): Import[] {
  const parsed = parseSync(file.path, file.text);
  const firstError = parsed.errors[0];
  if (firstError !== undefined) throw new Error(`${file.path}: ${firstError.message}`);
  const { staticImports, staticExports } = parsed.module;
  const uses: { specifier: string; typesOnly: boolean }[] = [];
  for (const one of staticImports) {
    const wholeTypes = /^import\s+type\b/.test(file.text.slice(one.start, one.end));
    const typesOnly = wholeTypes || (one.entries.length > 0 && one.entries.every((entry) => entry.isType));
    uses.push({ specifier: one.moduleRequest.value, typesOnly });
  }
  for (const one of staticExports) {
    for (const entry of one.entries) {
      if (entry.moduleRequest) uses.push({ specifier: entry.moduleRequest.value, typesOnly: entry.isType });
    }
  }
  const dynamic = new Set(parsed.module.dynamicImports.map((one) => one.start));
  for (const match of file.text.matchAll(importType)) {
    uses.push({ specifier: match[2] ?? '', typesOnly: !dynamic.has(match.index) });
  }
  return uses.map((use) => ({ ...use, target: targetOf(file.path, use.specifier) }));
}

function targetOf(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  const absolute = resolve(root, dirname(from), specifier);
  return relative(root, absolute).replaceAll('\\', '/');
}

/** `src/stores/store.ts` → `stores/store`; `parsers/format.js` → `parsers/format`. */
export function place(path: string): string {
  return path.replace(/^src\//, '').replace(/\.(ts|tsx|js|jsx|mjs|json|css)$/, '');
}
