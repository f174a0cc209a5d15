// Finds the files that a pattern names: `*`, `?`, `**`, `[a-z]`, `{a,b}`.
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export const isPattern = (path: string): boolean => /[*?[{]/.test(path);

export interface FolderWalk {
  /** A folder below that is not looked into, as an absolute path. */
  readonly leftOut?: string | null | undefined;
  /** A folder cannot be read: what it holds is missing. */
  readonly onUnreadable?: (folder: string, error: unknown) => void;
}

/** Paths of all files that match, sorted. */
export async function expandPattern(pattern: string, walk: FolderWalk = {}): Promise<string[]> {
  const parts = pattern.split('/');
  const fixed = parts.findIndex(isPattern);
  const root = parts.slice(0, fixed).join('/');
  const from = root === '' ? (pattern.startsWith('/') ? '/' : '.') : root;
  const matcher = patternMatcher(pattern);
  const deep = parts.includes('**');
  const depth = deep ? Infinity : parts.length - fixed;
  const found: string[] = [];
  for (const path of await filesBelow(from, walk, depth)) {
    const name = from === '.' ? path.replace(/^\.\//, '') : path;
    if (matcher.test(name)) found.push(name);
  }
  return found.toSorted(byName);
}

/** Files below a folder, hidden ones left out, at most `depth` levels down. */
export async function filesBelow(folder: string, walk: FolderWalk = {}, depth = Infinity): Promise<string[]> {
  const files: string[] = [];
  if (depth < 1) return files;
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    walk.onUnreadable?.(folder, error);
    return [];
  });
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (resolve(path) !== walk.leftOut) files.push(...(await filesBelow(path, walk, depth - 1)));
    } else if (entry.isFile() || entry.isSymbolicLink()) files.push(path);
  }
  return files.toSorted(byName);
}

/** Natural order: `trace.log.2` before `trace.log.10`. */
export function byName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

const collator = new Intl.Collator('en', { numeric: true });

function patternMatcher(pattern: string): RegExp {
  let source = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern[at] ?? '';
    if (pattern.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (char === '{') {
      source += '(?:';
      depth += 1;
    } else if (char === '}' && depth > 0) {
      source += ')';
      depth -= 1;
    } else if (char === ',' && depth > 0) source += '|';
    else if (char === '[') {
      const end = pattern.indexOf(']', at + 2);
      source += end < 0 ? '\\[' : classOf(pattern.slice(at + 1, end));
      if (end > 0) at = end;
    } else source += char.replace(/[\\^$.|+()\]}]/, '\\$&');
  }
  return new RegExp(`^${source}$`);
}

function classOf(inside: string): string {
  const negated = inside.startsWith('!') || inside.startsWith('^');
  const chars = (negated ? inside.slice(1) : inside).replace(/[\\\]^]/g, '\\$&');
  return `[${negated ? '^' : ''}${chars}]`;
}
