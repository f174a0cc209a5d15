// A33: PayPal's notification began to produce and never ended.
import { text } from '../../model/texts/render.js';
import { mustHaveRule } from './request-rule.js';

export const paypalStartedNotEnded = mustHaveRule({
  id: 'paypal-started-not-ended',
  codes: ['A33'],
  title: 'PayPal start without end',
  severity: 'critical',
  version: 1,
  firesWhen:
    '`Paypal IPN Start Production` stands in a request that is over without `Paypal IPN End Production`; counted are requests.',
  staysQuietWhen: 'The production ended; the request may still be running (pending).',
  cannotSee: 'Why it died.',
  advice: text('paypal-started-not-ended.advice'),
  thresholds: {},
  breach({ events }) {
    const at = events.findLastIndex((event) => event.code === 'PPL25');
    const began = events[at];
    if (began === undefined || events.slice(at).some((event) => event.code === 'PPL26')) return null;
    return { event: began, by: 'absence' };
  },
  summary: (count) => text('paypal-started-not-ended.summary', { count }),
  tests: [
    {
      name: 'dies in production',
      expect: 'fires',
      count: 1,
      asOf: '2018-05-02T00:00:00Z',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Paypal IPN Start Production
-- 2018-5-01 10:00:00 150 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from SOLDOUT ...
`,
    },
    {
      name: 'the file ends in the middle',
      expect: 'pending',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Paypal IPN Start Production
`,
    },
    {
      name: 'ended',
      expect: 'near-miss',
      asOf: '2018-05-02T00:00:00Z',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Paypal IPN Start Production
-- 2018-5-01 10:00:02 140 --  [TU90QMLVYXD5UMZYUQ==] Paypal IPN End Production
`,
    },
  ],
});
