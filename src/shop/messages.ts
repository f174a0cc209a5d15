// The texts the shop prints, literally, as of 2017-06-29 (era 2017) and 2025-06-19 (era 2025). Kept apart from the parser's on purpose.

/** Texts of both eras; a prefix `[ID] ` is added where the shop adds one. */
export const messages = {
  orderNotification: 'Ordering Controller: Shop Transaction Confirm Notification to sales',
  orderPlaced: (objects: number) => `Order placed : ${objects} objects`,
  productionStarted: (state: string) => `Production Controller : Full production starting from ${state} ...`,
  preProducing: (item: string) => `Prepay Production : preproducing for ${item}`,
  postPay: 'Production Controller : Post Pay process',
  userCreated: (name: string, id: string) => `GENERIC : New user created ${name} with ID ${id}.`,
  supportRegistering: 'GENERIC : Registering Customer Support',
  supportEnrolled: 'Production Process : Customer support enrolled.',
  supportMissing: 'Production Process Error : Customer support course does not exist.',
  complete: 'Production Controller : Transaction Complete Operations',
  customerNotified: 'Production Controller : shop Transaction Confirm Notification to Customer',
  salesNotified: 'Production Controller : shop Transaction Confirm Notification to sales',
  enrolSupportDefault: 'STD_ENROL_ONE_COURSE Prepay Warning : Customer support defaults to shop settings.',
  enrolled: (userId: string, course: string) =>
    `STD_ENROL_ONE_COURSE PostPay : User ${userId} Enrolled in course ${course} `,
  enrolSupport: 'STD_ENROL_ONE_COURSE Postpay : Registering Customer Support',
  enrolCompleted: (course: string) => `STD_ENROL_ONE_COURSE PostPay : Completed for ${course}...`,
  soldOutByStaff: (staff: string) =>
    `Bill Controller : Transaction Soldout Operation on seller behalf by ${staff}`,
  completedByStaff: (staff: string) =>
    `Bill Controller : Transaction Autocompletion Operation on seller behalf by ${staff}`,
  // These three begin with a space: two stand behind the ID.
  testPaying: ' Test Processing : paying',
  testSuccess: ' Test Interactive : Payment Success',
  paypalReturned: 'Paypal Return Controller Complete : Redirecting',
} as const;

/** Printed without any ID. */
export const withoutId = {
  /** The handler std_assignroleoncontext overwrites its first text: a leading space is left. */
  assignSupportDefault: ' Customer support defaults to block settings.',
  paypalReturn: 'Paypal Return Controller',
  paypalNotification: 'Success Controller : IPN Paypal return',
} as const;

export const messages2017 = {
  knownAccount: (name: string) =>
    `STD_ASSIGN_ROLE_ON_CONTEXT Prepay : Known account ${name} at process entry.`,
  paypalWrongShop: "Paypal IPN ERROR : Paypal returned info do not match the bill's shop.",
} as const;

export const messages2025 = {
  dirty: (pass: number) => `Bill.save : Dirty state. Pass ${pass}`,
  saving: (pass: number) => `Bill.save Saving state and record. Pass ${pass}`,
  recalculated: (amount: string) => `Bill.recalculate : Bill recalculated to final amount : ${amount}`,
  addItem: (shortName: string, quantity: number) => `Bill.Add item data. ${shortName} * ${quantity}`,
  savingItem: (item: string) => `Bill.save Saving Items BILLING/${item}`,
  paymentShown: (products: number, amount: string) =>
    `Order placed : ${products} product types for ${amount}`,
  transition: (from: string, to: string) => `Internal transaction: bill_transition_${from}_${to}`,
  knownAccount: (name: string) => `Prepay Commons : Known account ${name} at process entry.`,
  userCreated: (name: string) => `Prepay Commons : New user created ${name}.`,
  producing: (item: string) => `Postpay Production : producing for ${item}`,
  stateUpdated: (state: string) => `Production Controller : Updating bill state to ${state}`,
  enrolPrepay: 'STD_ENROL_ONE_COURSE Prepay : Start processing.',
  enrolPostpay: 'STD_ENROL_ONE_COURSE Postpay : Start processing.',
  originGroupCreated: 'STD_ENROL_ONE_COURSE Postpay : Creating Origin Shop Group',
  originGroupJoined: 'STD_ENROL_ONE_COURSE Postpay : Registering in Origin Shop Group',
  paypalTransaction: (txn: string) => `Paypal IPN : paypal txn : ${txn}`,
  paypalOrder: (id: string) => `Paypal IPN : paypal trans : ${id}`,
  paypalValue: (key: string, value: string) => `Paypal IPN : paypal ${key} : ${value}`,
  paypalRecording: 'Paypal IPN : Recording paypal event',
  paypalValidation: (query: string) =>
    `Paypal IPN : sending validation request: https://www.paypal.com/cgi-bin/webscr?cmd=_notify-validate${query}`,
  paypalResponse: (response: string) => `Paypal IPN : Raw Response : ${response}.`,
  paypalVerified: (txn: string) => `Paypal IPN : Recording VERIFIED STATE on ${txn}`,
  paypalProducing: 'Paypal IPN Start Production',
  paypalProduced: 'Paypal IPN End Production',
  paypalEnd: 'Paypal IPN : End of transaction',
} as const;

/** Amounts are PHP float text: no trailing zeros. @param cents whole cents */
export function amountText(cents: number): string {
  return String(cents / 100);
}
