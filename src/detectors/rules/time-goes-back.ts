// A46: a record is earlier than the one before it in the file.
import type { TraceEvent } from '../../model/event.js';
import { text } from '../../model/texts/render.js';
import type { FoldRule } from '../detector.js';
import { printedStamp } from '../evidence.js';

interface Place {
  readonly event: string;
  readonly line: number;
}

interface TimeSteps {
  readonly before: (Place & { readonly time: number }) | null;
  readonly count: number;
  readonly longestMs: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** The first ones: the record that is too early, and the one before it. */
  readonly steps: readonly { readonly from: Place; readonly to: Place; readonly printed: string }[];
}

/** Seconds and milliseconds of one stamp are read at two moments: so much is none (domain: T1). */
const TWO_READINGS_MS = 1000;
const MOST_STEPS = 20;

const none: TimeSteps = {
  before: null,
  count: 0,
  longestMs: 0,
  firstSeen: 0,
  lastSeen: 0,
  steps: [],
};

function stepped(state: TimeSteps, event: TraceEvent): TimeSteps {
  const place = { time: event.time, event: event.id, line: event.line };
  const { before } = state;
  if (before === null || before.time - event.time <= TWO_READINGS_MS) {
    const { count, longestMs, firstSeen, lastSeen, steps } = state;
    return { before: place, count, longestMs, firstSeen, lastSeen, steps };
  }
  const step = { from: before, to: place, printed: printedStamp(event) };
  return {
    before: place,
    count: state.count + 1,
    longestMs: Math.max(state.longestMs, before.time - event.time),
    firstSeen: state.count === 0 ? event.time : Math.min(state.firstSeen, event.time),
    lastSeen: state.count === 0 ? event.time : Math.max(state.lastSeen, event.time),
    steps: state.steps.length < MOST_STEPS ? [...state.steps, step] : state.steps,
  };
}

export const timeGoesBack: FoldRule<TimeSteps> = {
  shape: 'fold',
  id: 'time-goes-back',
  codes: ['A46'],
  title: 'Time goes back',
  caseKind: 'source',
  severity: 'medium',
  version: 1,
  firesWhen: 'A record is more than one second earlier than the record before it in the file.',
  staysQuietWhen:
    'The step is at most one second (date and milliseconds are read at two moments), or it is the hour that occurs twice at the end of summer time.',
  cannotSee: 'Steps of a 12-hour clock in which noon is uncertain: such records are flagged instead.',
  advice: text('time-goes-back.advice'),
  thresholds: {},
  initial: () => none,
  step: (state, event) => (event.flags.includes('ambiguous-time') ? state : stepped(state, event)),
  verdict({ count, longestMs, firstSeen, lastSeen, steps }) {
    const first = steps[0];
    if (first === undefined) return null;
    return {
      verdict: 'violated',
      count,
      firstSeen,
      lastSeen,
      summary: text('time-goes-back.summary', {
        count,
        at: first.printed,
        seconds: Math.round(longestMs / 1000),
      }),
      evidence: steps.flatMap(({ from, to }) => [
        { role: 'context' as const, event: from.event, line: from.line },
        { role: 'proof' as const, event: to.event, line: to.line },
      ]),
    };
  },
  tests: [
    {
      name: 'the clock was set back by an hour',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 19:38:55 900 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'the second rolled over between date and milliseconds',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:38:55 999 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:38:55 000 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'records in order',
      expect: 'quiet',
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:38:56 525 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
  ],
};
