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
    'A followed file was replaced by other content, and the former content is in no file of its family.',
  staysQuietWhen: 'The former content was rotated to another name and read to its end.',
  cannotSee: 'Who reset it: the page that does so leaves no record.',
  advice: text('trace-reset.advice'),
  thresholds: {},
  say: ({ path }) => ({ count: 1, summary: text('trace-reset.summary', { path }) }),
  tests: [],
};
