// What the console may claim: when it is live, what a dashboard's range is, how kinds, bars and number lines add up.
import { describe, expect, test } from 'vitest';
import { mergeFreshness, freshnessEvent } from '../../src/console/api/freshness-event.js';
import { liveStateOf, type LiveFacts } from '../../src/console/format/live-state.js';
import { axisText } from '../../src/console/format/numbers.js';
import { searchPath } from '../../src/console/navigation/query-state.js';
import {
  defaultRange,
  rangeChoices,
  rangeStart,
} from '../../src/console/pages/dashboards/dashboard-range.js';
import { barsOfCounts } from '../../src/console/pages/lines/histogram-bars.js';
import {
  askedDomain,
  cellsOf,
  marksOf,
  type SeriesParts,
  wholeDomain,
  zoomed,
} from '../../src/console/pages/numbers/number-line.js';
import { kindsByRule } from '../../src/console/pages/overview/kinds-by-rule.js';
import type { JudgedAnswer, SourceAnswer } from '../../src/model/answers.js';
import type { HoleAnswer, LateAnswer, SeriesAnswer } from '../../src/model/sequence-answers.js';

const NOW = Date.parse('2026-01-01T12:00:00Z');
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();

describe('the dot', () => {
  const followed = (upToDateAt: string | null) => ({ followed: true, upToDateAt });
  const facts = (parts: Partial<LiveFacts>): LiveFacts => ({
    stream: 'on',
    sources: [followed(ago(1))],
    failed: false,
    heardAtMs: NOW - 1000,
    judged: null,
    ...parts,
  });

  const judgedAs = (state: JudgedAnswer['state']): JudgedAnswer => ({
    state,
    through: ago(180),
    behindMs: 180_000,
    waitingBytes: 100,
  });

  test.each<[string, Partial<LiveFacts>, string]>([
    ['everything up to date and the stream open', {}, 'live'],
    ['the stream not open yet', { stream: 'waiting' }, 'connecting'],
    ['the stream refused', { stream: 'off' }, 'unreachable'],
    ['no answer to the last question', { failed: true }, 'unreachable'],
    ['sources not known yet', { sources: null }, 'connecting'],
    ['no source at all', { sources: [] }, 'no-data'],
    ['files read once', { sources: [{ followed: false, upToDateAt: null }] }, 'read-once'],
    ['one of two standing still', { sources: [followed(ago(1)), followed(ago(90))] }, 'behind'],
    ['all standing still while the follower speaks', { sources: [followed(ago(90))] }, 'behind'],
    ['all standing still and nothing heard', { sources: [followed(ago(90))], heardAtMs: null }, 'stopped'],
    ['nothing heard for long', { sources: [followed(ago(90))], heardAtMs: NOW - 60_000 }, 'stopped'],
    ['nothing ever read', { sources: [followed(null)], heardAtMs: null }, 'stopped'],
    ['nobody judging', { judged: judgedAs('nobody') }, 'not-judged'],
    ['a detector that lags', { judged: judgedAs('behind') }, 'judged-late'],
    ['everything judged', { judged: judgedAs('current') }, 'live'],
    [
      'a replay that nobody judged',
      { sources: [{ followed: false, upToDateAt: null }], judged: judgedAs('nobody') },
      'not-judged',
    ],
    [
      'nobody judging and nothing read either',
      { sources: [followed(ago(90))], heardAtMs: null, judged: judgedAs('nobody') },
      'stopped',
    ],
    [
      'rotated files beside a live one',
      { sources: [{ followed: false, upToDateAt: ago(9000) }, followed(ago(1))] },
      'live',
    ],
  ])('%s', (_, parts, kind) => {
    expect(liveStateOf(facts(parts), NOW).kind).toBe(kind);
  });

  test('stopped since the last time that anything was up to date', () => {
    const sources = [followed(ago(90)), followed(ago(300)), followed(null)];
    expect(liveStateOf(facts({ sources, heardAtMs: null }), NOW)).toEqual({
      kind: 'stopped',
      since: ago(90),
    });
  });
});

describe('a freshness event', () => {
  const source = (generation: string, offset: number) =>
    ({ generation, offset, lastRecord: null, upToDateAt: ago(60), file: 'trace.log' }) as SourceAnswer;
  const known = { items: [source('a', 10), source('b', 20)], nextCursor: null, prevCursor: null };
  const moved = (generation: string, offset: number) => ({
    generation,
    offset,
    lastRecord: null,
    upToDateAt: ago(1),
  });

  test('that only says "still complete" moves the time and nothing else', () => {
    const { answer, grown } = mergeFreshness(known, [moved('a', 10)]);
    expect(grown).toBe(false);
    expect(answer.items.map(({ upToDateAt }) => upToDateAt)).toEqual([ago(1), ago(60)]);
    expect(answer.items[0]?.file).toBe('trace.log');
  });

  test('of more bytes or of a new file asks for everything again', () => {
    expect(mergeFreshness(known, [moved('b', 21)]).grown).toBe(true);
    expect(mergeFreshness(known, [moved('c', 1)]).grown).toBe(true);
  });

  test('that is none is told', () => {
    expect(freshnessEvent('no JSON')).toBeNull();
    expect(freshnessEvent('{"dataset":1}')).toBeNull();
    expect(freshnessEvent('{"dataset":"live","sources":[]}')).toEqual({ dataset: 'live', sources: [] });
  });
});

test('labels of axes have at most five characters', () => {
  expect([0, 42, 1600, 9999, 16_000, 1_600_000, 999_999].map(axisText)).toEqual([
    '0',
    '42',
    '1,600',
    '9,999',
    '16k',
    '1.6m',
    '1m',
  ]);
});

test('the one box tells an order number from a transaction', () => {
  expect(['100000347', '#100000347', '347'].map(searchPath)).toEqual([
    '/numbers/100000347',
    '/numbers/100000347',
    '/numbers/347',
  ]);
  expect(
    ['TU90QM', '12', '100000347-1x', '-- 2017-8-21 20:39:01 075 --'].map((asked) => searchPath(asked)),
  ).toEqual(
    ['TU90QM', '12', '100000347-1x', '-- 2017-8-21 20:39:01 075 --'].map(
      (asked) => `/tx/${encodeURIComponent(asked)}`,
    ),
  );
});

describe('the range of a dashboard', () => {
  const replay = { live: false, from: '2017-08-21T18:00:00.000Z', to: '2017-08-21T20:00:00.000Z' };
  const live = { ...replay, live: true };

  test('is everything while the data is shorter than the saved range', () => {
    expect(defaultRange(replay, 168, NOW)).toBe('all');
    expect(defaultRange(replay, 1, NOW)).toBe('1h');
    expect(defaultRange(live, 168, NOW)).toBe('7d');
    expect(defaultRange({ live: true, from: null, to: null }, 168, NOW)).toBe('all');
    expect(defaultRange(live, null, NOW)).toBe('all');
  });

  test('is offered as an hour, a day, a week, all, and what was saved', () => {
    expect(rangeChoices(168)).toEqual(['1h', '24h', '7d', 'all']);
    expect(rangeChoices(720)).toEqual(['1h', '24h', '7d', '30d', 'all']);
  });

  test('ends with the last record of a replay, and now when live', () => {
    expect(rangeStart('1h', replay, 168, NOW)).toBe('2017-08-21T19:00:00.000Z');
    expect(rangeStart('1h', live, 168, NOW)).toBe('2026-01-01T11:00:00.000Z');
    expect(rangeStart('30d', replay, 720, NOW)).toBe('2017-07-22T20:00:00.000Z');
    expect(rangeStart('all', replay, 168, NOW)).toBe(replay.from);
    expect(rangeStart('nonsense', replay, 168, NOW)).toBe(replay.from);
    expect(rangeStart('1h', { live: true, from: null, to: null }, 168, NOW)).toBeNull();
  });
});

test('kinds are one row a rule with severities as parts, the worst first', () => {
  const row = (rule: string, severity: 'critical' | 'high' | 'low', count: number) => ({
    rule,
    title: rule,
    severity,
    count,
  });
  const kinds = kindsByRule([
    row('a', 'critical', 2),
    row('b', 'high', 9),
    row('a', 'high', 5),
    row('c', 'low', 1),
  ]);
  expect(kinds.map(({ rule, count, severity }) => [rule, count, severity])).toEqual([
    ['a', 7, 'critical'],
    ['b', 9, 'high'],
    ['c', 1, 'low'],
  ]);
  expect(kinds[0]?.parts).toEqual([
    { severity: 'critical', count: 2 },
    { severity: 'high', count: 5 },
  ]);
});

test('so many buckets that none could be seen are put together, and nothing is lost', () => {
  const points = Array.from({ length: 450 }, (_, index) => ({
    at: new Date(NOW + index * 60_000).toISOString(),
    counts: { info: 2, error: index % 2 },
  }));
  const bars = barsOfCounts({ bucket: 'minute', points });
  expect(bars).toHaveLength(150);
  expect(bars[0]).toEqual({ fromMs: NOW, toMs: NOW + 180_000, count: 7, bad: 1 });
  expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(450 * 2 + 225);
});

describe('a number line', () => {
  const hole = (from: string, to: string, parts: Partial<HoleAnswer> = {}) =>
    ({ from, to, severity: 'info', status: 'explained', class: 'declined_owned', ...parts }) as HoleAnswer;
  const parts = (series: Partial<SeriesAnswer>, holes: readonly HoleAnswer[] = []): SeriesParts => ({
    series: { floor: '100000101', frontier: '100000200', lattice: [], ...series } as SeriesAnswer,
    holes,
    late: [{ number: '100000105' } as LateAnswer],
    duplicates: [],
  });

  test('places holes in percent of what is shown, cut at its ends', () => {
    const line = parts({}, [hole('100000101', '100000110'), hole('100000191', '100000200')]);
    const marks = marksOf(line, { from: 100_000_106, to: 100_000_115 });
    expect(marks.map(({ number, left, width }) => [number, left, width])).toEqual([['100000101', 0, 50]]);
  });

  test('shows few numbers one by one, those of a step only', () => {
    const lattice = [{ from: '100000101', to: '100000200', step: 2, residue: 1 }];
    const line = parts({ lattice }, [hole('100000103', '100000103', { severity: 'critical' })]);
    const cells = cellsOf(line, { from: 100_000_101, to: 100_000_107 });
    expect(cells?.map(({ number, look }) => [number, look])).toEqual([
      ['100000101', 'present'],
      ['100000103', 'serious'],
      ['100000105', 'late'],
      ['100000107', 'present'],
    ]);
    expect(cellsOf(line, { from: 100_000_101, to: 100_000_200 })).toBeNull();
  });

  test('stays within its ends however it is zoomed or asked for', () => {
    const whole = wholeDomain(parts({}).series);
    expect(whole).toEqual({ from: 100_000_101, to: 100_000_200 });
    const line = { from: 100_000_101, to: 100_000_200 };
    expect(zoomed(line, line, 0.25, 100_000_101)).toEqual({ from: 100_000_101, to: 100_000_125 });
    expect(zoomed({ from: 100_000_101, to: 100_000_125 }, line, 16, 100_000_101)).toEqual(line);
    expect(askedDomain('100000190', '100000250', line)).toEqual({ from: 100_000_140, to: 100_000_200 });
    expect(askedDomain('x', '100000250', line)).toEqual(line);
    expect(wholeDomain(parts({ floor: null }).series)).toBeNull();
  });
});
