// A rule for tests of the surfaces: says something about every transaction with more than one line, without any vocabulary.
import type { CaseRule } from '../../src/detectors/detector.js';

export const busyRule: CaseRule = {
  shape: 'case',
  caseKind: 'transaction',
  id: 'busy-transaction',
  codes: ['T1'],
  title: 'More than one line',
  severity: 'medium',
  version: 1,
  firesWhen: 'a transaction has more than one line',
  staysQuietWhen: 'it has one',
  cannotSee: 'why',
  advice: { key: 'look', params: {} },
  thresholds: { mostLines: { value: 1, unit: 'count', why: 'one is enough for a test' } },
  tests: [],
  judge({ events, firstSeen, lastSeen }, context) {
    const most = context.threshold('mostLines');
    if (events.length <= most) return null;
    const next = events.length === most + 1 ? lastSeen + 60_000 : null;
    return {
      verdict: 'violated',
      count: events.length - most,
      firstSeen,
      lastSeen,
      summary: { key: 'busy', params: { lines: events.length } },
      evidence: [
        ...events
          .slice(most)
          .map(({ event }) => ({ role: 'proof' as const, event: event.id, line: event.line })),
        { role: 'expected', what: 'silence', dueAt: next },
      ],
    };
  },
};
