// What one record tells, in plain words: the kind of step it is and the sentence for it.
import type { StoryStep } from '../../model/answers.js';
import type { TraceEvent } from '../../model/event.js';
import { isForged, textField } from '../../model/transaction/record-kinds.js';
import { counted, quoted } from '../../model/texts/words.js';

export type StepKind = StoryStep['kind'];

export interface Phrase {
  readonly kind: StepKind;
  /** Records with the same group that follow each other are told in one step. */
  readonly group: string;
  readonly what: string;
}

const ACCOUNT_NEW = /^GEN1$/;
const NOTICES: Readonly<Partial<Record<string, string>>> = {
  ORD1: 'The sales managers were told that an order is coming in.',
  ORD1b: 'The sales managers were told that an order is coming in.',
  ORD1c: 'The sales managers were told that an order is coming in.',
  ORD2: 'Nobody was told of the order: no sales manager is assigned.',
  ORD3: 'Not every sales manager could be told of the order.',
  ORD4: 'The order step was reached (notification of the sales managers is switched off).',
  PRD7: 'Production was completed.',
  PRD8: 'The buyer was notified.',
  PRD9: 'The buyer could not be notified.',
  PRD10: 'There was no customer to notify.',
  PRD11: 'The sales managers were notified of the completed order.',
  PRD12: 'No sales manager is assigned: nobody was notified.',
  PRD13: 'There is no sales role: nobody was notified.',
  SUP1: 'The buyer was enrolled in the support course.',
  SUP2: 'The customer support course does not exist: the buyer was not enrolled in it.',
  SUP3: 'Enrolment in the support course failed: its enrolment plugin is missing.',
  SUP4: 'Enrolment in the support course failed.',
  SUP5: 'The buyer was enrolled in the extra support course.',
  SUP6: 'The extra support course does not exist.',
  SUP7: 'Enrolment in the extra support course failed: its enrolment plugin is missing.',
  SUP8: 'Enrolment in the extra support course failed.',
  ENR1: 'The course handler started.',
  ENR10: 'Enrolment in the support course began.',
  TST1: 'Test payment: the buyer pays.',
  TST2: 'Test payment: succeeded.',
  TST3: 'Test payment: succeeded, waiting for the notification of the gateway.',
  TST6: 'Test payment: the notification of the gateway is examined.',
  TST7: 'Test payment: the notification of the gateway says paid.',
  PPL2: 'The buyer came back from PayPal; the payment is not confirmed yet.',
  PPL12: 'PayPal sent the same notification again.',
  PPL20: 'PayPal confirmed that the notification is genuine.',
  PPL25: 'PayPal payment received: production starts.',
  PPL26: 'Production after the PayPal payment ended.',
  PPL27: 'The PayPal notification was worked through.',
};

const KIND_OF_STAGE: Readonly<Record<TraceEvent['stage'], StepKind>> = {
  cart: 'order',
  order: 'order',
  payment: 'payment',
  prepay: 'production',
  postpay: 'production',
  delivery: 'delivery',
  account: 'account',
  support: 'support',
  notify: 'notify',
  state: 'production',
  billing: 'other',
  shipping: 'other',
  access: 'other',
  system: 'other',
  unknown: 'other',
};

/** Records that are told together with their neighbours of the same kind, and how. */
const GROUPS: readonly {
  readonly pattern: RegExp;
  readonly group: string;
  readonly kind: StepKind;
  readonly what: (records: number) => string;
}[] = [
  {
    pattern: /^BIL[1-8]/,
    group: 'bill',
    kind: 'other',
    what: (records) => `The bill was saved or recalculated (${counted(records, 'line')}).`,
  },
  {
    pattern: /^PPL(9|10|11|13|15|16|18)$/,
    group: 'paypal-values',
    kind: 'payment',
    what: (records) => `PayPal posted its notification (${counted(records, 'line')}).`,
  },
];

/** Of one record, or of `records` neighbours of one group that begin with it. */
export function phraseOf(event: TraceEvent, records = 1): Phrase {
  if (isForged(event))
    return {
      kind: 'other',
      group: 'forged',
      what: `Text of a visitor that looks like a record: “${quoted(event.message)}”.`,
    };
  const group = GROUPS.find(({ pattern }) => pattern.test(event.code));
  if (group !== undefined) return { kind: group.kind, group: group.group, what: group.what(records) };
  const kind = kindOf(event);
  return { kind, group: event.id, what: NOTICES[event.code] ?? sentenceOf(event) };
}

export function isNewAccount(event: TraceEvent): boolean {
  return ACCOUNT_NEW.test(event.code);
}

function kindOf(event: TraceEvent): StepKind {
  if (event.code === 'BIL9' || event.code.startsWith('TRN')) return 'staff';
  if (/^(ORD1|ORD2|ORD3|PRD8|PRD9|PRD10|PRD11|PRD12|PRD13)/.test(event.code)) return 'notify';
  if (event.code === 'PRD7') return 'production';
  return KIND_OF_STAGE[event.stage];
}

function sentenceOf(event: TraceEvent): string {
  const staff = textField(event, 'staffUser');
  const account = quoted(event.fields['userName']);
  switch (event.code) {
    case 'PRE1':
      return `${quoted(event.fields['itemCode'])} prepared.`;
    case 'PRE6':
      return `${quoted(event.fields['itemCode'])} could not be prepared.`;
    case 'ENR7':
      return `User ${quoted(event.fields['userId'])} was enrolled in course ${quoted(event.fields['course'])}.`;
    case 'PLC3':
      return 'The payment page was shown.';
    case 'PRD6':
      return `The bill becomes ${quoted(event.fields['billState'])}.`;
    case 'BIL9':
      return `Staff moved the bill from ${quoted(event.fields['from'])} to ${quoted(event.fields['to'])}.`;
    case 'TRN1':
      return `Staff${by(staff)} marked the order as sold.`;
    case 'TRN2':
      return `Staff${by(staff)} completed the order; the buyer is about to be notified.`;
    case 'TRN3':
      return `Staff${by(staff)} put the order on hold.`;
    case 'TRN4':
      return `Staff${by(staff)} closed the order as complete.`;
    case 'COM2':
    case 'COM6':
      return `Known account ${account}.`;
    case 'COM3':
      return `Account ${account} was created.`;
    default:
      return otherSentence(event);
  }
}

function by(staff: string | null): string {
  return staff === null ? '' : ` (${quoted(staff)})`;
}

function otherSentence(event: TraceEvent): string {
  const what = quoted(event.message);
  if (event.code === 'unknown') return `A message that is not in the catalogue: “${what}”.`;
  return `“${what}”`;
}
