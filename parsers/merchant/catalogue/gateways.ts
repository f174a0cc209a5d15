// Messages of the payment gateways that only the shop's pro branches have.
import { entries, type CatalogueEntry } from './entry.js';

/** Mercanet and Sherlocks speak alike; the label of their API error is localised. */
function bank(code: string, name: string, first: string): string {
  const action = `payment.${name.toLowerCase()}`;
  const era = `payment | ${first}..now`;
  return `
${code}1 | ${action}.notification-called | I | ${era} | ${name} IPN processing
${code}2 | ${action}.paid | S | ${era} | ${name} IPN : success, transferring to production controller
${code}3 | ${action}.refused | E | ${era} | ${name} IPN Payment Rejected : {responseCode}
${code}4 | ${action}.failed | E | ${era} | ${name} IPN failure : {responseCode}
${code}5 | ${action}.failure-ignored | W | payment | 2021-03..now | ${name} IPN ignored failure : {responseCode}
${code}6 | ${action}.state-inactive | W | ${era} | ${name} IPN : Inactive state {billState}
${code}7 | ${action}.pending | I | ${era} | ${name} : Transaction Pending for IPN confirmation, transferring to success end point
${code}8 | ${action}.api-failed | E+ | ${era} | ${name} IPN : {label} : {error}
`;
}

const systempay: readonly CatalogueEntry[] = entries(
  'systempay',
  `
SYS1 | payment.systempay.notification-called | I | payment | 2016-08..now | SystemPay Autoresponse (IPN) : Open systempaybacksession
SYS2 | payment.systempay.notification-processing | I | payment | 2016-08..now | SystemPay IPN processing
SYS3 | payment.systempay.operation-unsupported | E | payment | 2016-08..now | SystemPay IPN : Unsupported operation : Operation was {operation}
SYS4 | payment.systempay.cancelled | W | payment | 2021-03..now | SystemPay IPN : transaction abandonned before payment
SYS5 | payment.systempay.paid | S | payment | 2016-08..now | SystemPay IPN : success, transferring to success controller
SYS5 | payment.systempay.paid | S | payment | 2016-08..2016-09 | Mercanet IPN : success, transferring to success controller
SYS6 | payment.systempay.failed | E | payment | 2016-08..now | SystemPay IPN failure : {status}  / Error cause : {cause}
SYS6 | payment.systempay.failed | E | payment | 2016-08..now | SystemPay IPN failure : {status}
SYS7 | payment.systempay.failure-ignored | W | payment | 2021-03..now | SystemPay IPN ignored failure : {status}  / Error cause : {cause}
SYS7 | payment.systempay.failure-ignored | W | payment | 2021-03..now | SystemPay IPN ignored failure : {status}
SYS8 | payment.systempay.return-paid | S | payment | 2016-08..now | SystemPay : Transation Complete, transferring to success end point
SYS9 | payment.systempay.return-already-paid | I | payment | 2021-03..now | SystemPay : Transation Already Complete, transferring to success end point
SYS10 | payment.systempay.state-weird | W | payment | 2016-08..now | SystemPay : Weird state sequence Trans accept in status {billState}
SYS11 | payment.systempay.signature-invalid | E | payment | 2016-08..now | SystemPay IPN : Invalid request signature
SYS12 | payment.systempay.chain-broken | E | payment | 2016-08..2016-09 | SystemPay IPN Error : Broken endchain : {state}
SYS13 | payment.systempay.sequence-wrong | W | payment | 2016-08..2016-09 | SystemPay IPN Warning : Wrong sequence
SYS14 | payment.systempay.error | E | payment | 2016-08..2016-09 | SystemPay IPN : {error}
SYS15 | notification.sales-role-missing | W | notify | 2016-08..2016-09 | Success Controller : No sales role defined
`,
);

const monetico: readonly CatalogueEntry[] = entries(
  'monetico',
  `
MON1 | payment.monetico.notification-processing | I | payment | 2020-02..2021-11 | Monetico IPN processing
MON2 | payment.monetico.paid | S | payment | 2020-02..2021-11 | Monetico IPN : success, transferring to success controller
MON3 | payment.monetico.cancelled | W | payment | 2020-02..2021-11 | Monetico IPN : transaction abandonned before payment
MON4 | payment.monetico.return-paid | S | payment | 2020-02..2021-11 | Monetico : Transation Complete, transferring to success end point
MON5 | payment.monetico.return-already-paid | I | payment | 2020-02..2021-11 | monetico : Transation Already Complete, transferring to success end point
MON6 | payment.monetico.state-weird | W | payment | 2020-02..2021-11 | Monetico : Weird state sequence Trans accept in status {billState}
MON7 | payment.monetico.failed | E | payment | 2020-02..2021-11 | Monetico IPN failure : {status}
MON8 | payment.monetico.failure-ignored | W | payment | 2020-02..2021-11 | Monetico IPN ignored failure : {status}
`,
);

const ogone: readonly CatalogueEntry[] = entries(
  'ogone',
  `
OGO1 | payment.ogone.notification-called | I | payment | 2018-02..now | Success Controller : IPN Ogone return
OGO2 | payment.ogone.notification-processing | I | payment | 2016-08..now | Ogone/Ingenico IPN Controller
OGO3 | payment.ogone.returned | I | payment | 2016-08..now | Ogone/Ingenico Return Controller
OGO4 | payment.ogone.return-redirecting | I | payment | 2016-08..now | Ogone/Ingenico Return Controller Complete : Redirecting
OGO5 | payment.ogone.production-started | I | payment | 2016-08..now | Ogone/Ingenico IPN Start Production
OGO6 | payment.ogone.production-ended | S | postpay | 2016-08..now | Ogone/Ingenico IPN End Production
OGO7 | payment.ogone.refused | E | payment | 2016-08..now | Ogone/Ingenico IPN : Payment refused
OGO8 | payment.ogone.cancelled | W | payment | 2016-08..now | Ogone/Ingenico IPN : Customer cancelled
OGO8 | payment.ogone.cancelled | W | payment | 2016-08..now | Ogone/Ingenico Payment Cancelled
OGO9 | payment.ogone.ended | S | payment | 2016-08..now | Ogone/Ingenico IPN : End of transaction
OGO10 | payment.ogone.order-missing | E | payment | 2016-08..now | Ogone/Ingenico IPN ERROR : No such order
OGO10 | payment.ogone.order-missing | E | payment | 2016-08..now | Ogone/Ingenico Process : No such order
OGO11 | payment.ogone.data-bad | E | payment | 2016-08..now | Ogone/Ingenico Data error on cancel. Cancelling at least the current session.
OGO11 | payment.ogone.data-bad | E | payment | 2016-08..now | Ogone/Ingenico IPN Data Failure
OGO11 | payment.ogone.data-bad | E | payment | 2016-08..now | Ogone/Ingenico Return Data Failure
`,
);

const stripe: readonly CatalogueEntry[] = entries(
  'stripe',
  `
STR1 | payment.stripe.notification-called | I | payment | 2019-08..now | Success Controller : IPN Stripe Checkout return
STR2 | payment.stripe.notification-processing | I | payment | 2019-08..now | Stripe WebHook Controller
STR3 | payment.stripe.returned | I | payment | 2019-08..now | Stripe Interactive FullFill Controller
STR4 | payment.stripe.production-started | I | payment | 2019-08..now | Stripe/Checkout WebHook Start Production
STR5 | payment.stripe.production-ended | S | postpay | 2019-08..now | Stripe/Checkout WebHook End Production
STR6 | payment.stripe.ended | S | payment | 2019-08..now | Stripe/Checkout WebHook : End of transaction
STR7 | payment.stripe.order-missing | E | payment | 2019-08..now | Stripe/Checkout WebHook ERROR : No such order
STR8 | payment.stripe.session-mismatch | E | payment | 2019-08..now | Stripe/Checkout WebHook ERROR : Mismatched bill with session, keyed by payment_intent ID
STR9 | payment.stripe.cancelled | W | payment | 2019-08..now | Stripe Checkout Payment Cancelled
STR10 | payment.stripe.data-bad | E | payment | 2019-08..now | Stripe Checkout Data error on cancel. Cancelling at least the current session.
STR10 | payment.stripe.data-bad | E | payment | 2019-08..now | Stripe/Checkout Unexpected Value
STR11 | payment.stripe.signature-invalid | E | payment | 2019-08..now | Stripe/Checkout Signature Verification Error
`,
);

/** `MER3` is also what Stripe printed for a failed payment from 2019-08 to 2024-07 (wrong gateway name). */
export const gateways: readonly CatalogueEntry[] = [
  ...entries('mercanet', bank('MER', 'Mercanet', '2016-08')),
  ...entries('sherlocks', bank('SHL', 'sherlocks', '2019-01')),
  ...systempay,
  ...monetico,
  ...ogone,
  ...stripe,
];
