// A52: a buyer tries again and again within minutes, and nothing completes.
import type { TraceEvent } from '../../model/event.js';
import type { Transaction } from '../../model/transaction.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule, JudgeContext } from '../detector.js';
import { proof, seenIn } from '../evidence.js';

interface Storm {
  readonly start: number;
  readonly end: number;
}

/** Stretches of `spanMs` that begin with `tries` attempts or more and hold no completion. */
function clusters(
  attempts: readonly number[],
  tries: number,
  spanMs: number,
  completions: readonly number[],
): Storm[] {
  const found: Storm[] = [];
  for (let index = 0; index + tries <= attempts.length; index++) {
    const start = attempts[index] ?? 0;
    const end = start + spanMs;
    if (found.some((storm) => start <= storm.end)) continue;
    if ((attempts[index + tries - 1] ?? Infinity) > end) continue;
    if (!completions.some((time) => time >= start && time <= end)) found.push({ start, end });
  }
  return found;
}

/** Storms of placements and of runs that overlap are one. */
function merged(storms: readonly Storm[]): Storm[] {
  const result: Storm[] = [];
  for (const storm of storms.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && storm.start <= last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, storm.end) };
    } else result.push(storm);
  }
  return result;
}

function stormsOf(transaction: Transaction, { threshold }: JudgeContext): Storm[] {
  const tries = threshold('tries');
  const spanMs = threshold('spanMs');
  const completions = transaction.requests
    .flatMap((request) => request.events)
    .filter((event) => event.code === 'PRD7')
    .map((event) => event.orderTime);
  const stormsIn = (attempts: readonly number[]): Storm[] => clusters(attempts, tries, spanMs, completions);
  return merged([
    ...stormsIn(transaction.placements.map(({ at }) => at)),
    ...stormsIn(transaction.runs.map(({ start }) => start)),
  ]);
}

export const buyerRetryStorm: CaseRule = {
  shape: 'case',
  id: 'buyer-retry-storm',
  codes: ['A52'],
  title: 'Buyer retry storm',
  caseKind: 'transaction',
  severity: 'high',
  version: 1,
  firesWhen:
    'Three or more placements, or three or more runs, within 5 minutes under one ID, and no completion from the first of them to 5 minutes after it; counted are separate storms.',
  staysQuietWhen: 'The production completed within these 5 minutes (a finding is withdrawn then).',
  cannotSee: 'Reloads that the shop answers without a trace.',
  advice: text('buyer-retry-storm.advice'),
  thresholds: {
    tries: {
      value: 3,
      unit: 'count',
      why: 'One retry is a reload; the third attempt is somebody in trouble.',
    },
    spanMs: {
      value: 300_000,
      unit: 'ms',
      why: 'Retries by hand after an error page come within seconds to minutes.',
    },
  },
  judge(transaction, judging) {
    const tries = judging.threshold('tries');
    if (transaction.placements.length < tries && transaction.runs.length < tries) return null;
    const storms = stormsOf(transaction, judging);
    if (storms.length === 0) return null;
    const inside = (time: number): boolean => storms.some(({ start, end }) => time >= start && time <= end);
    const placements = transaction.placements.filter(({ at }) => inside(at));
    const runs = transaction.runs.filter(({ start }) => inside(start));
    const events: TraceEvent[] = [
      ...placements.map(({ event }) => event),
      ...runs.flatMap((run) => run.events[0] ?? []),
    ].toSorted((a, b) => a.orderTime - b.orderTime);
    return {
      verdict: 'violated',
      count: storms.length,
      ...seenIn(events),
      summary: text('buyer-retry-storm.summary', {
        placements: placements.length,
        runs: runs.length,
        minutes: Math.round(judging.threshold('spanMs') / 60_000),
      }),
      evidence: events.map(proof),
    };
  },
  tests: [
    {
      name: 'three placements within a minute',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:16 680 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:21 211 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'the third attempt completes',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:16 680 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:21 211 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:25 068 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:25 168 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'three placements over an hour',
      expect: 'quiet',
      lines: `-- 2017-8-21 20:00:00 000 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:30:00 000 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 21:00:00 000 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
  ],
};
