// A48: a trace file was emptied and began anew.
import { text } from '../../model/texts/render.js';
import type { NoticeRule } from '../detector.js';

export const traceReset: NoticeRule = {
  shape: 'notice',
  id: 'trace-reset',
  codes: ['A48'],
  title: 'Trace reset',
  caseKind: 'source',
  severity: 'high',
  version: 1,
  firesWhen:
    'A trace file begins with an empty line, as the reset page leaves it; or a followed file was replaced by other content, and the former content is in no file of its family.',
  staysQuietWhen:
    'The former content was rotated to another name and read to its end; or the file is an extract.',
  cannotSee: 'Who reset it: the page that does so leaves no record.',
  advice: text('trace-reset.advice'),
  thresholds: {},
  say: ({ path, details }) => {
    const key = details['beginning'] === undefined ? 'trace-reset.summary' : 'trace-reset.beginning.summary';
    return { count: 1, summary: text(key, { path }) };
  },
  tests: [],
};
