// A43: a gateway refused, failed or cancelled a payment.
import type { TraceEvent } from '../../model/event.js';
import { text } from '../../model/texts/render.js';
import { neverRule } from './line-rule.js';

const GATEWAY = /^\s*(Mercanet|sherlocks|SystemPay|Monetico|Ogone\/Ingenico|Stripe|Paypal)\b/;
const REFUSAL =
  /\bPayment Rejected\b|\bPayment refused\b|\bIPN failure\b|\babandonned\b|\b[Cc]ancell(ed|ation)\b/;

function isRefusal(event: TraceEvent): boolean {
  const mayBe = event.stage === 'payment' || event.stage === 'unknown';
  return mayBe && GATEWAY.test(event.message) && REFUSAL.test(event.message);
}

export const paymentRefused = neverRule({
  id: 'payment-refused',
  codes: ['A43'],
  title: 'Payment refused',
  severity: 'low',
  version: 1,
  firesWhen: 'A gateway line says rejected, refused, failure, abandoned or cancelled; counted are lines.',
  staysQuietWhen:
    "The gateway's failure was ignored because the order had been paid (another finding), or the payment succeeded.",
  cannotSee: 'Why the bank refused.',
  advice: text('payment-refused.advice'),
  thresholds: {},
  never: (event) => isRefusal(event),
  summary: (found) => text('payment-refused.summary', { count: found.length }),
  tests: [
    {
      name: 'the card was refused',
      expect: 'fires',
      count: 1,
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Mercanet IPN Payment Rejected : 05
`,
    },
    {
      name: 'a failure that was ignored',
      expect: 'near-miss',
      lines: `-- 2022-5-01 10:00:00 140 -1-  [TU90QMLVYXD5UMZYUQ==] Mercanet IPN ignored failure : 05
`,
    },
    {
      name: 'paid',
      expect: 'quiet',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==]  Test Interactive : Payment Success
`,
    },
  ],
});
