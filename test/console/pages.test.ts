// What the pages work out before they draw: where notes stand, where marks lie, how findings are grouped, what may be changed.
import { describe, expect, test } from 'vitest';
import type {
  EvidenceAnswer,
  ExpectedStep,
  FindingAnswer,
  LineAnswer,
  StoryStep,
} from '../../src/model/answers.js';
import { targetsOf } from '../../src/console/api/change-state.js';
import { apiAddress } from '../../src/console/api/client.js';
import { linkOf } from '../../src/console/pages/dashboards/panel-link.js';
import { groupByRule } from '../../src/console/pages/findings/finding-groups.js';
import { histogramBars } from '../../src/console/pages/lines/histogram-bars.js';
import { annotate } from '../../src/console/pages/transaction/annotations.js';
import { layPhases } from '../../src/console/pages/transaction/phases.js';
import { measure } from '../../src/console/size-budget.js';

const instant = (ms: number): string => new Date(Date.UTC(2017, 7, 21, 18, 0, 0) + ms).toISOString();

function line(event: string, ms: number, level: LineAnswer['level'] = 'info'): LineAnswer {
  return {
    event,
    file: 'trace.log',
    line: 1,
    at: instant(ms),
    localTime: '',
    zone: 'UTC',
    deltaMs: null,
    level,
    code: 'PLC2',
    action: 'order.placed',
    request: event,
    transaction: 'A',
    message: '',
    raw: '',
    attached: 'own',
    confidence: 1,
    flags: [],
  };
}

const proof = (event: string): EvidenceAnswer => ({ role: 'proof', event, file: 'trace.log', line: 1 });

function finding(id: string, parts: Partial<FindingAnswer> = {}): FindingAnswer {
  return {
    type: 'finding',
    id,
    rule: id,
    codes: [],
    title: id,
    verdict: 'violated',
    severity: 'medium',
    state: 'open',
    dataset: 'd',
    shop: 's',
    case: { kind: 'transaction', key: 'A' },
    summary: '',
    count: 1,
    firstSeen: instant(0),
    lastSeen: instant(0),
    dueAt: null,
    evidence: [],
    advice: '',
    ruleVersion: 1,
    ...parts,
  };
}

const step = (kind: StoryStep['kind'], ms: number, events: readonly string[]): StoryStep => ({
  kind,
  at: instant(ms),
  what: kind,
  events,
});
const expected = (after: string | null): ExpectedStep => ({ what: 'completion', dueAt: null, after });

describe('notes', () => {
  const lines = [line('a', 0), line('b', 10), line('c', 20)];

  test('stand after their first proof in full, after the others by name, two findings in one row', () => {
    const { after } = annotate({
      lines,
      findings: [
        finding('x', { evidence: [proof('a'), proof('b')] }),
        finding('y', { evidence: [proof('a'), proof('b')] }),
      ],
      story: [],
      expected: [],
    });
    expect(after.get('a')?.map((note) => note.kind)).toEqual(['finding', 'finding']);
    expect(after.get('b')).toEqual([
      {
        kind: 'again',
        findings: [expect.objectContaining({ nth: 2, of: 2 }), expect.objectContaining({ nth: 2 })],
      },
    ]);
  });

  test('of a death carry what did not come after it; what is missing elsewhere stands alone or at the end', () => {
    const { after, atEnd } = annotate({
      lines,
      findings: [],
      story: [step('death', 10, ['b'])],
      expected: [expected('b'), expected('c'), expected(null)],
    });
    expect(after.get('b')).toEqual([expect.objectContaining({ kind: 'death', missing: [expected('b')] })]);
    expect(after.get('c')).toEqual([{ kind: 'missing', step: expected('c') }]);
    expect(atEnd).toEqual([{ kind: 'missing', step: expected(null) }]);
  });

  test('of proofs in other transactions are left out', () => {
    const other = finding('x', { evidence: [proof('elsewhere'), proof('c')] });
    const { after, atEnd } = annotate({ lines, findings: [other], story: [], expected: [] });
    expect(after.get('c')).toEqual([{ kind: 'finding', finding: other, of: 1 }]);
    expect(atEnd).toEqual([]);
  });
});

describe('phases', () => {
  const lay = (story: readonly StoryStep[]) =>
    layPhases({
      story,
      lines: [line('a', 0), line('b', 250), line('c', 1000)],
      firstSeen: instant(0),
      lastSeen: instant(1000),
    });

  test('lie to scale, in lanes of a fixed order, deaths with production', () => {
    const { lanes } = lay([
      step('production', 250, ['b', 'c']),
      step('death', 1000, ['c']),
      step('order', 0, ['a']),
      step('missing', 1000, []),
    ]);
    expect(lanes.map(({ kind }) => kind)).toEqual(['order', 'production']);
    expect(lanes[1]?.marks.map(({ left, width }) => [left, width])).toEqual([
      [0.25, 0.75],
      [1, 0],
    ]);
  });

  test('that lie on each other are one mark that says how many', () => {
    const { lanes } = lay([step('order', 0, ['a']), step('order', 1, []), step('order', 500, [])]);
    expect(lanes[0]?.marks.map(({ more }) => more)).toEqual([1, 0]);
  });
});

test('findings are grouped by rule, the worst group first, inside the most severe, then the newest', () => {
  const findings = [
    finding('1', { rule: 'low', severity: 'low' }),
    finding('2', { rule: 'mixed', severity: 'low', lastSeen: instant(5) }),
    finding('3', { rule: 'mixed', severity: 'critical', lastSeen: instant(1) }),
    finding('4', { rule: 'mixed', severity: 'low', lastSeen: instant(6) }),
  ];
  const counts = {
    total: 8,
    kinds: [
      { rule: 'mixed', severity: 'critical' as const, count: 1 },
      { rule: 'mixed', severity: 'low' as const, count: 6 },
      { rule: 'low', severity: 'low' as const, count: 1 },
    ],
  };
  const groups = groupByRule(findings, counts);
  expect(groups.map(({ rule, severity }) => [rule, severity])).toEqual([
    ['mixed', 'critical'],
    ['low', 'low'],
  ]);
  expect(groups[0]?.findings.map(({ id }) => id)).toEqual(['3', '4', '2']);
  expect(groups.map(({ total }) => total)).toEqual([7, 1]);
  expect(groupByRule(findings, null).map(({ total }) => total)).toEqual([3, 1]);
});

describe('the histogram', () => {
  test('counts every line once, warnings and errors apart', () => {
    const bars = histogramBars([line('a', 0), line('b', 50, 'error'), line('c', 38_000, 'warning')]);
    expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(3);
    expect(bars.reduce((sum, bar) => sum + bar.bad, 0)).toBe(2);
    expect(bars.length).toBeLessThanOrEqual(81);
  });

  test('of nothing is empty, of one moment one bar', () => {
    expect(histogramBars([])).toEqual([]);
    expect(histogramBars([line('a', 0), line('b', 0)])).toHaveLength(1);
  });
});

test.each(['open', 'acknowledged', 'resolved', 'suppressed', 'regressed'] as const)(
  'a finding that is %s offers no change to what it is',
  (state) => {
    const targets: readonly string[] = targetsOf(state);
    expect(targets.length).toBeGreaterThan(0);
    expect(targets).not.toContain(state);
  },
);

test('addresses leave out what is not asked for and join what is one of several', () => {
  expect(apiAddress('/findings', { dataset: null, state: ['open', 'regressed'], rule: '', limit: 5 })).toBe(
    '/api/v1/findings?state=open%2Cregressed&limit=5',
  );
});

test('links of panels give path and query, and lead nowhere else', () => {
  expect(linkOf('/lines?code=PRD4')).toEqual({ path: '/lines', query: { code: 'PRD4' } });
  expect(linkOf('//evil.example/x')?.path).toBe('/x');
  expect(linkOf(undefined)).toBeNull();
});

test('the size budget counts what the entry imports once, and what charts add to it', () => {
  const chunk = (name: string, imports: readonly string[], isEntry = false) => ({
    name,
    imports,
    isEntry,
    code: `${name};`.repeat(2000),
  });
  const chunks = new Map([
    ['entry.js', chunk('index', ['shared.js'], true)],
    ['shared.js', chunk('shared', [])],
    ['charts.js', chunk('Charts', ['shared.js'])],
  ]);
  const { initial, charts } = measure(chunks);
  expect(initial).toBeGreaterThan(charts);
  expect(charts).toBeGreaterThan(0);
});
