// Records of a file stand in another file of the shop, too: a copy, an extract, a part.
import { text } from '../../model/texts/render.js';
import type { NoticeRule } from '../detector.js';

export const sourceOverlaps: NoticeRule = {
  shape: 'notice',
  id: 'source-overlaps',
  codes: [],
  title: 'Overlapping file',
  caseKind: 'source',
  severity: 'info',
  version: 1,
  firesWhen:
    'A file that was read once holds records (printed time, counter, ID, message) that another file of the shop holds; they count once.',
  staysQuietWhen: 'The file is followed, or it speaks of a time of which no other file of the shop speaks.',
  cannotSee: 'Whether the shop really wrote two equal records in the same millisecond to two files.',
  advice: text('source-overlaps.advice'),
  thresholds: {},
  say: ({ path, details }) => ({
    count: Number(details['duplicate'] ?? 1),
    summary: text('source-overlaps.summary', {
      path,
      records: details['records'] ?? '?',
      duplicate: details['duplicate'] ?? '?',
    }),
  }),
  tests: [],
};
