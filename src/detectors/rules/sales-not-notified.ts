// A27: nobody of the sales staff was told of an order.

import { text } from '../../model/texts/render.js';
import { neverRule } from './line-rule.js';

export const salesNotNotified = neverRule({
  id: 'sales-not-notified',
  codes: ['A27'],
  title: 'Sales not notified',
  severity: 'low',
  version: 1,
  firesWhen:
    'A line says that no sales manager is assigned, that the role is missing, or that a mail to a manager failed; counted are lines.',
  staysQuietWhen: 'The notification to sales is traced, or switched off on purpose.',
  cannotSee: 'Mails that were handed over and never arrived.',
  advice: text('sales-not-notified.advice'),
  thresholds: {},
  never: (event) => /^(ORD[235]|PRD1[23])$/.test(event.code),
  summary: (found) => text('sales-not-notified.summary', { count: found.length }),
  tests: [
    {
      name: 'nobody has the role',
      expect: 'fires',
      count: 1,
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller Warning : Seems no sales manager are assigned
`,
    },
    {
      name: 'notifications are switched off',
      expect: 'near-miss',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Ordering Controller : Order input with no notification to sales (disabled).
`,
    },
  ],
});
