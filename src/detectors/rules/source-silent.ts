// A followed source wrote nothing for much longer than it usually rests at that hour.
import { text } from '../../model/texts/render.js';
import type { NoticeRule } from '../detector.js';

export const sourceSilent: NoticeRule = {
  shape: 'notice',
  id: 'source-silent',
  codes: [],
  title: 'Source silent',
  caseKind: 'source',
  severity: 'medium',
  version: 1,
  firesWhen:
    'A followed file, seen up to its end, wrote no line for more than three times its usual pause. Usual is, for every hour of the day the silence reaches into, the median over the last 14 days of the longest pause there; the longest of them counts, and at least one minute.',
  staysQuietWhen:
    'Fewer than three days speak of the hour; the silence began before this process did and has not lasted long enough since; the file cannot be looked at (that is told as a problem of the source). Files that are read once are never silent.',
  cannotSee: 'Whether the shop rests or its trace is broken.',
  advice: text('source-silent.advice'),
  thresholds: {},
  say: ({ path, details }) => {
    const until = details['until'];
    const params = {
      path,
      since: details['since'] ?? '?',
      until: until ?? '',
      usual: Number(details['usualMinutes'] ?? 1),
    };
    return {
      severity: until === undefined ? 'medium' : 'low',
      count: Number(details['count'] ?? 1),
      summary: text(until === undefined ? 'source-silent.summary' : 'source-silent.over.summary', params),
    };
  },
  tests: [],
};
