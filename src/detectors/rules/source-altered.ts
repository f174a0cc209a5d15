// A file that was read before came again with other content.
import { text } from '../../model/texts/render.js';
import type { NoticeRule } from '../detector.js';

export const sourceAltered: NoticeRule = {
  shape: 'notice',
  id: 'source-altered',
  codes: [],
  title: 'Altered file',
  caseKind: 'source',
  severity: 'high',
  version: 1,
  firesWhen:
    'A file begins with the first line of a file that was read before, and at least half of the records of the shorter one stand in the other, but the contents differ.',
  staysQuietWhen: 'The file is the same, a beginning of the other, or its continuation.',
  cannotSee:
    'Which of the two is the true one: the one that was read first speaks, the other one only for what comes after its last record.',
  advice: text('source-altered.advice'),
  thresholds: {},
  say: ({ path, details }) => ({
    count: 1,
    summary: text('source-altered.summary', {
      path,
      original: details['original'] ?? '?',
      line: details['line'] ?? '?',
      offset: details['offset'] ?? '?',
      onlyHere: details['onlyHere'] ?? 0,
      onlyThere: details['onlyThere'] ?? 0,
    }),
  }),
  tests: [],
};
