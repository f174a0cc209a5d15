// Mistakes of a configuration file in words: which line, which key, what is allowed, what was probably meant.
import type { LineCounter, Document } from 'yaml';
import type { z } from 'zod';
import { nearest } from '../model/nearest.js';
import { configJsonSchema, nodeAt, type SchemaNode } from './schema-keys.js';
import { zoneNames } from './zone.js';

export interface ConfigProblem {
  /** Line in the file, from 1; null when it cannot be told. */
  readonly line: number | null;
  /** `serve.port`, `sources[0].zone`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

export function explainIssues(
  issues: readonly Issue[],
  document: Document,
  lines: LineCounter,
): ConfigProblem[] {
  const schema = configJsonSchema();
  return issues.flatMap((issue) => explainIssue(issue, schema, document, lines));
}

function explainIssue(
  issue: Issue,
  schema: SchemaNode,
  document: Document,
  lines: LineCounter,
): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = Object.keys(nodeAt(schema, issue.path)?.properties ?? {});
    return issue.keys.map((key) => ({
      line: lineOf([...issue.path, key], document, lines),
      path: pathText([...issue.path, key]),
      message: `is no key of the configuration${suggestion(key, allowed)} (allowed here: ${allowed.join(', ')})`,
    }));
  }
  return [
    {
      line: lineOf(issue.path, document, lines),
      path: pathText(issue.path),
      message: messageOf(issue, document),
    },
  ];
}

function messageOf(issue: Issue, document: Document): string {
  const given = document.getIn(issue.path);
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    return `must be one of ${allowed.join(', ')}, not ${shown(given)}${suggestion(String(given), allowed)}`;
  }
  if (issue.code === 'invalid_type') {
    if (given === undefined) return 'is missing';
    const quotes = issue.expected === 'string' && typeof given === 'number' ? ' (write it in quotes)' : '';
    return `must be ${article(issue.expected)}, not ${shown(given)}${quotes}`;
  }
  if (issue.path.at(-1) === 'zone' && typeof given === 'string')
    return `${shown(given)} ${issue.message}${suggestion(given, zoneNames())}`;
  if (issue.code === 'custom' || issue.code === 'invalid_format')
    return `${issue.message}${isPlain(given) ? ` (it is ${shown(given)})` : ''}`;
  return `${issue.message.replace(/^Too (small|big): expected \w+ to be/, 'must be')}, not ${shown(given)}`;
}

function suggestion(word: string, candidates: readonly string[]): string {
  const [best] = nearest(word, candidates, 1);
  return best === undefined ? '' : `; did you mean ${best}?`;
}

function article(type: string): string {
  const words: Partial<Record<string, string>> = {
    object: 'a group of keys',
    array: 'a list',
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
  };
  return words[type] ?? type;
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (isPlain(value)) return JSON.stringify(value);
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 40 ? `${json.slice(0, 40)}…` : json;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

/** Line of the key, else of the nearest parent that is there. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number | null {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const offset = keyOffset(parent, path[length - 1]);
    if (offset !== null) return lines.linePos(offset).line;
  }
  return null;
}

interface Ranged {
  readonly range?: readonly number[] | null;
}

function keyOffset(parent: unknown, key: PropertyKey | undefined): number | null {
  if (typeof parent !== 'object' || parent === null || !('items' in parent)) return null;
  const items = parent.items as readonly unknown[];
  if (typeof key === 'number') return (items[key] as Ranged | undefined)?.range?.[0] ?? null;
  for (const item of items) {
    const pair = item as { readonly key?: Ranged & { readonly value?: unknown } };
    if (pair.key?.value === key) return pair.key?.range?.[0] ?? null;
  }
  return null;
}
