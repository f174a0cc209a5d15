// Finds the catalogue row that a message belongs to: a tree over the literal beginnings, then the parameters.
import type { CatalogueEntry } from './entry.js';

export type Fields = Readonly<Record<string, string | number>>;

type ParameterKind = 'text' | 'last' | 'integer' | 'number' | 'digits' | 'host' | 'answer';

interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  /** Literal text behind it; empty at the message's end. */
  readonly after: string;
}

/** A row, taken apart. */
export interface Pattern {
  readonly entry: CatalogueEntry;
  /** Literal text before the first parameter. */
  readonly prefix: string;
  readonly parameters: readonly Parameter[];
  readonly literalLength: number;
}

interface Node {
  /** Text between the parent and here. */
  label: string;
  /** By the code of the label's first character; catalogue texts are ASCII. */
  readonly children: (Node | undefined)[];
  /** The message ends here. */
  exact: Pattern | null;
  /** Parameters begin here; the most literal first. */
  open: Pattern[];
}

const PARAMETER = /\{([a-z][A-Za-z]*)(?::([a-z]+))?\}/g;
const NUMBER = /^-?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;
const SPACE = 32;
const ASCII = 128;
const INTEGER = /^\d{1,15}$/;
const noFields: Fields = Object.freeze({});
const kinds: readonly string[] = ['text', 'last', 'integer', 'number', 'digits', 'host', 'answer'];

export function compile(entry: CatalogueEntry): Pattern {
  const { template } = entry;
  const places = [...template.matchAll(PARAMETER)];
  const parameters = places.map((place, index): Parameter => {
    const end = place.index + place[0].length;
    const kind = place[2] ?? 'text';
    if (!kinds.includes(kind)) throw new Error(`parameter not understood: ${template}`);
    const after = template.slice(end, places[index + 1]?.index ?? template.length);
    return { name: place[1] ?? '', kind: kind as ParameterKind, after };
  });
  const prefix = template.slice(0, places[0]?.index ?? template.length);
  const literalLength = parameters.reduce((sum, { after }) => sum + after.length, prefix.length);
  return { entry, prefix, parameters, literalLength };
}

/** A catalogue made ready; `fields` holds the parameters of the last match. */
export class Matcher {
  fields: Fields = noFields;
  readonly #root: Node = newNode('');
  readonly #found: Node[] = [];

  constructor(rows: readonly CatalogueEntry[]) {
    for (const row of rows) this.#add(compile(row));
  }

  /** The pattern of the message that stands in [from, to) of a text, null when there is none. Spaces at its end do not count. */
  match(text: string, from: number, to: number): Pattern | null {
    const found = this.#found;
    let trimmed = to;
    while (trimmed > from && text.charCodeAt(trimmed - 1) === SPACE) trimmed -= 1;
    let depth = 0;
    let node = this.#root;
    let position = from;
    while (position < to) {
      const code = text.charCodeAt(position);
      const child = code < ASCII ? node.children[code] : undefined;
      if (child === undefined || !stands(child.label, text, position, to)) break;
      position += child.label.length;
      node = child;
      if (node.open.length > 0) found[depth++] = node;
    }
    if (node.exact !== null && (position === trimmed || position === to)) {
      this.fields = noFields;
      return node.exact;
    }
    while (depth > 0) {
      const candidate = found[--depth] as Node;
      for (const pattern of candidate.open) {
        const fields = parametersOf(pattern, text, from + pattern.prefix.length, trimmed);
        if (fields === null) continue;
        this.fields = fields;
        return pattern;
      }
    }
    return null;
  }

  #add(pattern: Pattern): void {
    const node = nodeAt(this.#root, pattern.prefix);
    if (pattern.parameters.length === 0) {
      node.exact ??= pattern;
      return;
    }
    node.open.push(pattern);
    node.open.sort((a, b) => b.literalLength - a.literalLength);
  }
}

function newNode(label: string): Node {
  return { label, children: Array.from({ length: ASCII }), exact: null, open: [] };
}

function nodeAt(root: Node, prefix: string): Node {
  let node = root;
  let position = 0;
  while (position < prefix.length) {
    const code = prefix.charCodeAt(position);
    const child = node.children[code];
    if (child === undefined) {
      const leaf = newNode(prefix.slice(position));
      node.children[code] = leaf;
      return leaf;
    }
    const parent = node;
    const shared = sharedLength(child.label, prefix, position);
    node = shared < child.label.length ? split(child, shared) : child;
    parent.children[code] = node;
    position += shared;
  }
  return node;
}

function split(node: Node, at: number): Node {
  const upper = newNode(node.label.slice(0, at));
  node.label = node.label.slice(at);
  upper.children[node.label.charCodeAt(0)] = node;
  return upper;
}

function sharedLength(label: string, text: string, from: number): number {
  let length = 0;
  while (length < label.length && label.charCodeAt(length) === text.charCodeAt(from + length)) length += 1;
  return length;
}

function stands(label: string, text: string, at: number, end: number): boolean {
  const { length } = label;
  if (at + length > end) return false;
  for (let i = 1; i < length; i += 1) if (label.charCodeAt(i) !== text.charCodeAt(at + i)) return false;
  return true;
}

function parametersOf(pattern: Pattern, text: string, from: number, to: number): Fields | null {
  const { parameters } = pattern;
  const rest = from < to ? text.slice(from, to) : '';
  const fields: Record<string, string | number> = {};
  let position = 0;
  for (let i = 0; i < parameters.length; i += 1) {
    const parameter = parameters[i] as Parameter;
    const end = endOf(parameter, rest, position, i === parameters.length - 1);
    if (end < 0) return null;
    const value = valueOf(parameter.kind, rest.slice(position, end));
    if (value === null) return null;
    fields[parameter.name] = value;
    position = end + parameter.after.length;
  }
  return fields;
}

function endOf({ kind, after }: Parameter, rest: string, from: number, isLast: boolean): number {
  if (isLast) {
    const end = rest.length - after.length;
    return end >= from && rest.endsWith(after) ? end : -1;
  }
  const end = kind === 'last' ? rest.lastIndexOf(after) : rest.indexOf(after, from);
  return end < from ? -1 : end;
}

function valueOf(kind: ParameterKind, value: string): string | number | null {
  switch (kind) {
    case 'integer':
      return INTEGER.test(value) ? Number(value) : null;
    case 'number':
      return numberOf(value);
    case 'digits':
      return INTEGER.test(value) ? value : null;
    case 'host':
      return hostOf(value);
    case 'answer':
      return value.endsWith('.') ? value.slice(0, -1) : value;
    default:
      return value;
  }
}

/** PHP's text of a float; old versions print a decimal comma. */
function numberOf(value: string): number | null {
  return NUMBER.test(value) ? Number(value.replace(',', '.')) : null;
}

function hostOf(url: string): string {
  const start = url.indexOf('://');
  const host = start < 0 ? url : url.slice(start + 3);
  const end = host.search(/[/?#]/);
  return end < 0 ? host : host.slice(0, end);
}
