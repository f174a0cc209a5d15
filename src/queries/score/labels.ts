// The truth about a labelled log, as the reference shop writes it: one label a line, the time it speaks until at the end.
import { ShoptraceError } from '../../model/errors.js';
import type { CaseKind } from '../../model/finding.js';

/** Something that is wrong with a case. */
export interface FindingLabel {
  readonly code: string;
  readonly rule: string;
  readonly case: { readonly kind: CaseKind; readonly key: string };
  readonly count: number | null;
}

/** An order number that is missing, late or given twice. */
export interface NumberLabel {
  readonly code: string;
  readonly rule: 'number-gap' | 'number-late' | 'number-duplicate';
  readonly series: string;
  readonly number: string;
  /** Of a range: its last number. */
  readonly to: string | null;
  readonly cause: string;
  /** Right reasons, best first; empty: there is none in the trace. */
  readonly classes: readonly string[];
}

export interface Truth {
  readonly findings: readonly FindingLabel[];
  readonly numbers: readonly NumberLabel[];
  /** `series number` of numbers whose fate is open where the trace ends. */
  readonly undecided: ReadonlySet<string>;
  /** What only exports show, and the trace does not. */
  readonly hidden: ReadonlySet<string>;
  readonly coveredUntil: number | null;
}

type Fields = Readonly<Record<string, unknown>>;

export const numberRules: readonly string[] = ['number-gap', 'number-late', 'number-duplicate'];

/**
 * @param lines NDJSON
 * @param exports the judgement may rest on exports, too: their classes count
 * @throws usage naming the line
 */
export function readLabels(lines: Iterable<string>, exports: boolean): Truth {
  const findings: FindingLabel[] = [];
  const numbers: NumberLabel[] = [];
  const undecided = new Set<string>();
  const hidden = new Set<string>();
  let coveredUntil: number | null = null;
  let at = 0;
  for (const line of lines) {
    at += 1;
    if (line.trim() === '') continue;
    const fields = parsed(line, at);
    const { rule } = fields;
    if (typeof fields['coveredUntil'] === 'string') coveredUntil = Date.parse(fields['coveredUntil']);
    else if (fields['truth'] === 'undecided')
      undecided.add(`${text(fields, 'series')} ${text(fields, 'number')}`);
    else if (typeof rule === 'string' && numberRules.includes(rule)) {
      const label = numberLabel(fields, exports);
      if (label.classes.length === 0) hidden.add(`${label.series} ${label.number}`);
      else numbers.push(label);
    } else if (typeof rule === 'string') findings.push(findingLabel(fields, at));
  }
  return { findings, numbers, undecided, hidden, coveredUntil };
}

function parsed(line: string, at: number): Fields {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Fields;
  } catch {
    // told below
  }
  throw notALabel(at);
}

function notALabel(at: number): ShoptraceError {
  return new ShoptraceError(
    'usage',
    `Line ${at} of the labels is no label`,
    'Labels are NDJSON as `shoptrace shop --labels FILE` writes them.',
  );
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function caseOf(fields: Fields, at: number): { kind: CaseKind; key: string } {
  const about = fields['case'] as { kind?: unknown; key?: unknown } | undefined;
  if (typeof about?.kind !== 'string' || typeof about.key !== 'string') throw notALabel(at);
  return { kind: about.kind as CaseKind, key: about.key };
}

function findingLabel(fields: Fields, at: number): FindingLabel {
  const { count } = fields;
  return {
    code: text(fields, 'code'),
    rule: text(fields, 'rule'),
    case: caseOf(fields, at),
    count: typeof count === 'number' ? count : null,
  };
}

function numberLabel(fields: Fields, exports: boolean): NumberLabel {
  const known = exports ? undefined : fields['classesFromTrace'];
  const classes = known ?? fields['classes'];
  const to = text(fields, 'to');
  return {
    code: text(fields, 'code'),
    rule: text(fields, 'rule') as NumberLabel['rule'],
    series: text(fields, 'series'),
    number: text(fields, 'number'),
    to: to === '' ? null : to,
    cause: text(fields, 'cause'),
    classes: Array.isArray(classes) ? classes.map(String) : [],
  };
}
