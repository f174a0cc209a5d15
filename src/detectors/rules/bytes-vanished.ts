// Bytes of a followed file were gone before they could be read.
import { text } from '../../model/texts/render.js';
import type { NoticeRule } from '../detector.js';

export const bytesVanished: NoticeRule = {
  shape: 'notice',
  id: 'bytes-vanished',
  codes: [],
  title: 'Bytes vanished unread',
  caseKind: 'source',
  severity: 'high',
  version: 1,
  firesWhen: 'A followed file was cut, replaced or deleted while bytes of it had not been read yet.',
  staysQuietWhen: 'The file was read to its end before it was rotated, or its rotated copy was found.',
  cannotSee:
    'How much was written between the last look at the file and its loss: the number is a lower bound.',
  advice: text('bytes-vanished.advice'),
  thresholds: {},
  say: ({ path, details }) => ({
    count: 1,
    summary: text('bytes-vanished.summary', {
      path,
      bytes: details['bytes'] ?? '?',
      offset: details['offset'] ?? '?',
    }),
  }),
  tests: [],
};
