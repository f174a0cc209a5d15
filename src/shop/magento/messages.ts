// The texts a Magento-style shop prints about order numbers, literally. Kept apart from the parser's on purpose.

/** `-` stands for what is not there. */
export const messages = {
  quoteCreated: (store: string, customer: string, session: string) =>
    `Quote created : store ${store}, customer ${customer}, session ${session}`,
  quoteTouched: (store: string, customer: string, session: string) =>
    `Quote changed : store ${store}, customer ${customer}, session ${session}`,
  loggedIn: (customer: string, session: string) =>
    `Customer logged in : customer ${customer}, session ${session}`,
  loggedOut: (customer: string, session: string) =>
    `Customer logged out : customer ${customer}, session ${session}`,
  sessionExpired: (session: string) => `Session expired : session ${session}`,
  checkoutStarted: (method: string, session: string) =>
    `Checkout started : method ${method}, session ${session}`,
  orderRequested: (session: string, client: string) => `Place order : session ${session}, client ${client}`,
  reserved: (number: string, store: string) => `Order number reserved : number ${number}, store ${store}`,
  paymentRequested: (number: string, gateway: string, amount: string) =>
    `Payment requested : number ${number}, gateway ${gateway}, amount ${amount}`,
  paymentApproved: (number: string, transaction: string, amount: string) =>
    `Payment approved : number ${number}, transaction ${transaction}, amount ${amount}`,
  paymentCaptured: (number: string, transaction: string, amount: string) =>
    `Payment captured : number ${number}, transaction ${transaction}, amount ${amount}`,
  paymentDeclined: (number: string, reason: string) =>
    `Payment declined : number ${number}, reason ${reason}`,
  paymentFailed: (number: string, reason: string) => `Payment error : number ${number}, reason ${reason}`,
  paymentCancelled: (number: string) => `Payment cancelled : number ${number}`,
  paymentRefunded: (number: string, transaction: string, amount: string) =>
    `Payment refunded : number ${number}, transaction ${transaction}, amount ${amount}`,
  orderCreated: (number: string, order: number, store: string, state: string, amount: string) =>
    `Order created : number ${number}, order ${order}, store ${store}, state ${state}, amount ${amount}`,
  saveFailed: (number: string, reason: string) => `Saving order ${number} failed : ${reason}`,
  orderCancelled: (number: string, by: string) => `Order cancelled : number ${number}, by ${by}`,
  orderEdited: (number: string, into: string, by: string) =>
    `Order edited : number ${number}, into ${into}, by ${by}`,
  orderDeleted: (number: string, by: string) => `Order deleted : number ${number}, by ${by}`,
  quoteDeleted: (by: string) => `Quote deleted : by ${by}`,
  quoteMerged: (into: number, customer: string) => `Quote merged : into ${into}, customer ${customer}`,
  counterChanged: (store: string, from: string, to: string, by: string) =>
    `Order counter changed : store ${store}, from ${from}, to ${to}, by ${by}`,
  traceInterrupted: (source: string, from: string, to: string) =>
    `Trace interrupted : source ${source}, from ${from}, to ${to}`,
  severalAddresses: (addresses: number) => `Checkout to several addresses : addresses ${addresses}`,
  invoiceCreated: (invoice: string, number: string) =>
    `Invoice created : invoice ${invoice}, number ${number}`,
  orderMailed: (number: string) => `Order mail sent : number ${number}`,
} as const;

/** `44.00 EUR` @param cents whole cents */
export function moneyText(cents: number): string {
  const whole = Math.floor(cents / 100);
  return `${whole}.${String(cents % 100).padStart(2, '0')} EUR`;
}
