// A26: the buyer was not told that the order is complete.
import { text } from '../../model/texts/render.js';
import { mustHaveRule } from './request-rule.js';

/** The notification is traced from this version on. */
const notificationPrintedFrom = Date.UTC(2016, 11, 29);

export const customerNotNotified = mustHaveRule({
  id: 'customer-not-notified',
  codes: ['A26'],
  title: 'Customer not notified',
  severity: 'medium',
  version: 1,
  firesWhen:
    'A line says that notifying the customer failed or that there is none; or a request is over that completed and shows no notification (high: it died while composing the mail). Counted are requests.',
  staysQuietWhen: 'The notification follows the completion; files before 2016-12-29, which never show it.',
  cannotSee: 'Mails that were handed over and never arrived.',
  advice: text('customer-not-notified.advice'),
  thresholds: {},
  breach({ events }) {
    const failed = events.find((event) => event.code === 'PRD9' || event.code === 'PRD10');
    if (failed !== undefined) return { event: failed, by: 'record' };
    const completed = events.findLast((event) => event.code === 'PRD7');
    if (completed === undefined || completed.time < notificationPrintedFrom) return null;
    return events.some((event) => event.code === 'PRD8') ? null : { event: completed, by: 'absence' };
  },
  summary: (count) => text('customer-not-notified.summary', { count }),
  severityOf: (breaches) => (breaches.some(({ by }) => by === 'absence') ? 'high' : 'medium'),
  tests: [
    {
      name: 'no customer to notify',
      expect: 'fires',
      count: 1,
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
-- 2018-5-01 10:00:00 141 --  [TU90QMLVYXD5UMZYUQ==] Production Controller Warning : No customer to send notification to.
`,
    },
    {
      name: 'death while composing the mail',
      expect: 'fires',
      count: 1,
      asOf: '2018-05-02T00:00:00Z',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'the file ends at the completion',
      expect: 'pending',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'notified',
      expect: 'near-miss',
      asOf: '2018-05-02T00:00:00Z',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
-- 2018-5-01 10:00:03 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : shop Transaction Confirm Notification to Customer
`,
    },
  ],
});
