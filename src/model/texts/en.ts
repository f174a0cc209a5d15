// English texts of findings: what happened (summary), what is missing (expected), what to do (advice).
import { counted, countedParts, quoted, times, type Params } from './words.js';

type Message = (params: Params) => string;

const alteredOf = (path: Params[string] | undefined, original: Params[string] | undefined): string =>
  path === original
    ? `${quoted(path)} was altered after it had been read: it differs from what was read`
    : `${quoted(path)} is an altered version of ${quoted(original)}: they differ`;

const summaries = {
  'post-pay-died.summary': (p) =>
    `Production died in post-pay ${times(p['count'])} (${quoted(p['times'])}): item ${quoted(p['items'])} was prepared, the request ended without completing.`,
  'post-pay-died.paid.summary': (p) =>
    `Paid, but production died in post-pay ${times(p['count'])} (${quoted(p['times'])}): item ${quoted(p['items'])} was not delivered.`,
  'pre-pay-died.summary': (p) =>
    `Production died in pre-pay ${times(p['count'])} (${quoted(p['times'])}) before post-pay began.`,
  'pre-pay-died.caught.summary': (p) =>
    `Production failed in pre-pay ${times(p['count'])} (${quoted(p['times'])}); the test end point caught the exception.`,
  'handler-unfinished.summary': (p) =>
    `Production of ${quoted(p['items'])} began ${times(p['count'])} without a handler saying that it ended well.`,
  'production-repeated.summary': (p) =>
    `Production ran ${times(p['runs'])} for one order; ${counted(p['count'], 'run')} more than it needs.`,
  'produced-after-completion.summary': (p) =>
    `Produced again ${times(p['count'])} after the order was complete.`,
  'order-placed-again.summary': (p) =>
    `The order was placed ${times(p['placements'])}; ${p['count'] === 1 ? 'one placement' : counted(p['count'], 'placement')} beyond the first.`,
  'paid-bill-reset.summary': (p) =>
    `The bill was paid and then placed again ${times(p['count'])}: its state went back to PLACED.`,
  'abandoned-after-placement.summary': (p) =>
    `Nothing followed the placement at ${quoted(p['placedAt'])} within ${quoted(p['hours'])} hours.`,
  'abandoned-after-placement.late.summary': (p) =>
    `The order placed at ${quoted(p['placedAt'])} went on only after more than ${quoted(p['hours'])} hours.`,
  'abandoned-after-placement.pending.summary': (p) =>
    `Nothing has followed the placement at ${quoted(p['placedAt'])} yet; ${quoted(p['hours'])} hours are not over in these files.`,
  'cart-never-placed.summary': (p) =>
    `The order step was reached at ${quoted(p['at'])}, but no order was placed within ${quoted(p['minutes'])} minutes.`,
  'cart-never-placed.late.summary': (p) =>
    `The order of ${quoted(p['at'])} was placed only after more than ${quoted(p['minutes'])} minutes.`,
  'cart-never-placed.pending.summary': (p) =>
    `The order step was reached at ${quoted(p['at'])}; no order has been placed yet.`,
  'free-order-dead-end.summary': (p) =>
    `A free order (total 0) stopped at the payment page ${times(p['count'])}: nothing was produced.`,
  'illegal-command.summary': (p) =>
    `${counted(p['count'], 'illegal production command')}: ${quoted(p['commands'])}.`,
  'paid-not-produced.summary': (p) =>
    `Paid at ${quoted(p['paidAt'])}, but nothing was produced within ${quoted(p['minutes'])} minutes.`,
  'paid-not-produced.late.summary': (p) =>
    `Paid at ${quoted(p['paidAt'])} and produced only after more than ${quoted(p['minutes'])} minutes.`,
  'support-course-missing.summary': (p) =>
    `The ${quoted(p['kind'])} course does not exist: the buyer was not enrolled in it (${counted(p['count'], 'line')}).`,
  'support-enrolment-failed.summary': (p) =>
    `Enrolment in the support course failed (${counted(p['count'], 'line')}).`,
  'support-undefined.summary': (p) =>
    `No support course is defined for the product (${counted(p['count'], 'line')}).`,
  'user-created-again.summary': (p) =>
    `Account ${quoted(p['userId'])} (${quoted(p['userName'])}) was reported as new ${times(p['reports'])} under one order: the repeats updated it, they created nothing.`,
  'user-created-again.several.summary': (p) =>
    `Account ${quoted(p['userId'])} (${quoted(p['userName'])}) was reported as new under ${counted(p['transactions'], 'order')}: a returning buyer whose account was updated.`,
  'user-creation-failed.summary': (p) =>
    `The buyer's account could not be created (${counted(p['count'], 'request')}).`,
  'customer-not-notified.summary': (p) => `The buyer was not notified (${counted(p['count'], 'request')}).`,
  'sales-not-notified.summary': (p) =>
    `The sales managers were not notified (${counted(p['count'], 'line')}).`,
  'paypal-started-not-ended.summary': (p) =>
    `PayPal paid and production began, but it never ended (${counted(p['count'], 'request')}).`,
  'payment-refused.summary': (p) =>
    `The payment was refused, failed or cancelled (${counted(p['count'], 'line')}).`,
  'buyer-retry-storm.summary': (p) =>
    `The buyer tried again and again: ${countedParts([
      [p['placements'], 'placement'],
      [p['runs'], 'production run'],
    ])} within ${quoted(p['minutes'])} minutes, none completed.`,
  'product-always-fails.summary': (p) =>
    `Product ${quoted(p['item'])} fails: ${quoted(p['count'])} of ${quoted(p['runs'])} production runs ended in a death or a failed handler.`,
  'bytes-vanished.summary': (p) =>
    `At least ${counted(p['bytes'], 'byte')} of ${quoted(p['path'])} vanished before being read, from byte ${quoted(p['offset'])} on.`,
  'trace-reset.beginning.summary': (p) =>
    `The trace ${quoted(p['path'])} begins with an empty line, as the reset page leaves it: what stood there before is gone.`,
  'trace-reset.summary': (p) => `The trace ${quoted(p['path'])} was emptied and begins anew.`,
  'source-altered.summary': (p) =>
    `${alteredOf(p['path'], p['original'])} from line ${quoted(p['line'])} (byte ${quoted(p['offset'])}) on; ${counted(p['onlyHere'], 'record')} only here, ${counted(p['onlyThere'], 'record')} only there.`,
  'source-silent.summary': (p) =>
    `No line came in ${quoted(p['path'])} since ${quoted(p['since'])}; at that hour it usually rests for ${counted(p['usual'], 'minute')} at most.`,
  'source-silent.over.summary': (p) =>
    `No line came in ${quoted(p['path'])} from ${quoted(p['since'])} to ${quoted(p['until'])}; at that hour it usually rests for ${counted(p['usual'], 'minute')} at most.`,
  'source-overlaps.summary': (p) =>
    `${quoted(p['path'])} repeats other files: ${quoted(p['duplicate'])} of its ${counted(p['records'], 'record')} ${Number(p['duplicate']) === 1 ? 'stands' : 'stand'} there, too.`,
  'time-goes-back.summary': (p) =>
    `Time goes back ${times(p['count'])} in this file, first to ${quoted(p['at'])}; at most by ${counted(p['seconds'], 'second')}.`,
  'message-unknown.summary': (p) =>
    `${counted(p['count'], 'line')} of this file ${Number(p['count']) === 1 ? 'has' : 'have'} a message that is not in the catalogue (${counted(p['groups'], 'kind')}; most often: ${quoted(p['example'])}).`,
  'number-gap.summary': (p) =>
    Number(p['count']) === 1
      ? `Order number ${quoted(p['from'])} is missing. ${String(p['text'])}`
      : `${quoted(p['count'])} order numbers are missing, ${quoted(p['from'])} to ${quoted(p['to'])}. ${String(p['text'])}`,
  'number-gap.invoice.summary': (p) =>
    Number(p['count']) === 1
      ? `Invoice number ${quoted(p['from'])} is missing. ${String(p['text'])}`
      : `${quoted(p['count'])} invoice numbers are missing, ${quoted(p['from'])} to ${quoted(p['to'])}. ${String(p['text'])}`,
  'number-gap.edit.summary': (p) =>
    `Order ${quoted(p['number'])} is an edited order, but ${quoted(p['missing'])} that it was made from is not there.`,
  'number-gap.payment.summary': (p) => String(p['text']),
  'number-late.summary': (p) => String(p['text']),
  'number-duplicate.summary': (p) => String(p['text']),
  'number-duplicate.restart.summary': (p) =>
    `The order counter began again after ${quoted(p['number'])}: restored, truncated or installed anew; somebody should confirm this.`,
} as const satisfies Record<string, Message>;

const expected = {
  'expected.completion': () => 'Transaction Complete Operations',
  'expected.post-pay': () => 'Post Pay process or Transaction Complete Operations',
  'expected.activity': (p) => `a payment, production or staff record within ${quoted(p['hours'])} hours`,
  'expected.placement': (p) => `an order placed within ${quoted(p['minutes'])} minutes`,
  'expected.production': (p) => `a production run within ${quoted(p['minutes'])} minutes`,
} as const satisfies Record<string, Message>;

const advice = {
  'post-pay-died.advice': (p) =>
    `Find the PHP error at ${quoted(p['times'])} in the web server's log; repair the handler parameters of ${quoted(p['items'])} or change its handler. Parameters are copied into the order when it is placed: have it placed again, or deliver by hand and close the bill. Tell the buyer.`,
  'pre-pay-died.advice': (p) =>
    `Find the PHP error at ${quoted(p['times'])} in the web server's log; repair the product or its handler, then have the order placed again.`,
  'handler-unfinished.advice': (p) =>
    `Check the product instance and the enrolment for ${quoted(p['items'])}: the handler may have failed without a trace.`,
  'production-repeated.advice': () => 'Look for double enrolments, double products and double mails.',
  'produced-after-completion.advice': () => 'Cancel the products that were delivered twice.',
  'order-placed-again.advice': () =>
    'Usually nothing: the buyer went back or reloaded the placement link. Count it as a sign of difficulty.',
  'paid-bill-reset.advice': () => 'Restore the state and the payment references of the bill from the trace.',
  'abandoned-after-placement.advice': () =>
    'Ask the buyer if the order matters; watch the rate per payment mode and day: a broken payment page looks like this.',
  'cart-never-placed.advice': () =>
    'Watch the rate: an error between order step and placement looks like this.',
  'free-order-dead-end.advice': () =>
    'Produce the order by hand; repair the payment page for a total of zero.',
  'illegal-command.advice': () => "Look up the second in the web server's log: a bad link or a tampered URL.",
  'paid-not-produced.advice': () => 'Produce the order from the back office and tell the buyer.',
  'support-course-missing.advice': () =>
    "Set the product's parameter `customersupport` to the short name of an existing course (the shop-wide default is stored as a number and never works).",
  'support-enrolment-failed.advice': () =>
    'Enable manual enrolment in the support course and enrol the buyer by hand.',
  'support-undefined.advice': () => 'Define a support course for the product or for the shop.',
  'user-created-again.advice': (p) =>
    `Check login name of account ${quoted(p['userId'])} and whether its password was mailed repeatedly.`,
  'user-creation-failed.advice': () => 'Create the account, then produce the order.',
  'customer-not-notified.advice': () => 'Send the confirmation again.',
  'sales-not-notified.advice': () => 'Assign the sales role to somebody.',
  'paypal-started-not-ended.advice': () =>
    'Produce the order by hand: later notifications of PayPal are refused.',
  'payment-refused.advice': () => 'Nothing for one order; watch the rate.',
  'buyer-retry-storm.advice': () =>
    'Contact the buyer first; the cause is in the other findings of this order.',
  'product-always-fails.advice': (p) =>
    `Repair the handler parameters of product ${quoted(p['item'])} or change its handler; existing orders keep the parameters they were placed with.`,
  'bytes-vanished.advice': () =>
    'Look for a copy of the file (backup, rotation) and read it; what it holds is added, nothing is doubled.',
  'trace-reset.advice': () => 'Ask who reset the trace; read a backup of the former file if there is one.',
  'source-altered.advice': () =>
    'Find out who changed which file: compare both with a backup; `shoptrace verify` names the bytes that differ.',
  'source-silent.advice': () =>
    'Look whether the shop sells, whether its trace is switched on, and whether its disk is full.',
  'source-overlaps.advice': () => 'Nothing: every record counts once.',
  'time-goes-back.advice': () =>
    'Look for a clock that was set, for several servers that write one file, or for lines that were inserted; the file keeps its order.',
  'message-unknown.advice': () =>
    'Read the lines: they may name the cause. Another plugin may write to this trace, or the shop is newer than the catalogue.',
  'number-gap.advice': (p) => `What would change this: ${String(p['wouldChange'] ?? 'further sources.')}`,
  'number-late.advice': () => 'Nothing: the number is older than the order, which is how the shop works.',
  'number-duplicate.advice': () =>
    'Look at both orders and at the payments; a number must name one order only before papers are written.',
} as const satisfies Record<string, Message>;

/** Every text that a rule may speak with. */
export const en = { ...summaries, ...expected, ...advice } as const satisfies Record<string, Message>;

export type TextKey = keyof typeof en;
