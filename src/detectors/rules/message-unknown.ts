// Messages that are not in the catalogue, grouped by their text without its parameters; one finding a file.
import type { TraceEvent } from '../../model/event.js';
import { text } from '../../model/texts/render.js';
import type { FoldRule } from '../detector.js';

interface Group {
  readonly example: string;
  readonly count: number;
  readonly event: string;
  readonly line: number;
}

interface UnknownMessages {
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** By masked text, in order of appearance; at most `mostGroups`, the rest is only counted. */
  readonly groups: Readonly<Record<string, Group>>;
  readonly ungrouped: number;
}

const mostGroups = 40;
const longestMask = 80;

/** A message without what changes from one line to the next: numbers, addresses, quoted and bracketed text. */
export function maskedMessage(message: string): string {
  return message
    .slice(0, 400)
    .replace(/"[^"]*"|'[^']*'|\[[^\]]*\]|\([^)]*\)/g, '*')
    .replace(/\S+@\S+/g, '*')
    .replace(/\S*\d\S*/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longestMask);
}

const none: UnknownMessages = { count: 0, firstSeen: 0, lastSeen: 0, groups: {}, ungrouped: 0 };

function counted(state: UnknownMessages, event: TraceEvent): UnknownMessages {
  const mask = maskedMessage(event.message);
  const known = Object.hasOwn(state.groups, mask) ? state.groups[mask] : undefined;
  const base = {
    ...state,
    count: state.count + 1,
    firstSeen: state.count === 0 ? event.orderTime : Math.min(state.firstSeen, event.orderTime),
    lastSeen: state.count === 0 ? event.orderTime : Math.max(state.lastSeen, event.orderTime),
  };
  if (known === undefined && Object.keys(state.groups).length >= mostGroups) {
    return { ...base, ungrouped: state.ungrouped + 1 };
  }
  const group: Group =
    known === undefined
      ? { example: event.message.slice(0, longestMask), count: 1, event: event.id, line: event.line }
      : { ...known, count: known.count + 1 };
  return { ...base, groups: { ...state.groups, [mask]: group } };
}

export const messageUnknown: FoldRule<UnknownMessages> = {
  shape: 'fold',
  id: 'message-unknown',
  codes: [],
  title: 'Unknown messages',
  caseKind: 'source',
  severity: 'info',
  version: 1,
  firesWhen:
    'A file has records whose message is not in the catalogue; counted are records, proof is the first of each kind.',
  staysQuietWhen: 'Every message is known.',
  cannotSee: 'What an unknown message means.',
  advice: text('message-unknown.advice'),
  thresholds: {},
  initial: () => none,
  step: (state, event) => (event.code === 'unknown' ? counted(state, event) : state),
  verdict(state) {
    const groups = Object.values(state.groups).toSorted((a, b) => b.count - a.count);
    const most = groups[0];
    if (most === undefined) return null;
    return {
      verdict: 'violated',
      count: state.count,
      firstSeen: state.firstSeen,
      lastSeen: state.lastSeen,
      summary: text('message-unknown.summary', {
        count: state.count,
        groups: groups.length + (state.ungrouped > 0 ? 1 : 0),
        example: most.example,
      }),
      evidence: groups.map(({ event, line }) => ({ role: 'proof', event, line })),
    };
  },
  tests: [
    {
      name: 'another plugin writes to the trace',
      expect: 'fires',
      count: 3,
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] My plugin saw order 12
-- 2017-8-21 20:38:56 525 --  [TU90QMLVYXD5UMZYUQ==] My plugin saw order 13
-- 2017-8-21 20:38:57 525 --  Something else entirely
`,
    },
    {
      name: 'a known message',
      expect: 'quiet',
      lines: `-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'the documented rendering with one space',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:38:55 778 -- [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
  ],
};
