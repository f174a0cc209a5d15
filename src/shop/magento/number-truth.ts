// What is true about the simulated shop's order numbers, noted by those who act, and written as labels.
import type { OrderCounter } from './counters.js';

/** What happened to a number, in the shop's words. */
export type Cause =
  | 'card-refused'
  | 'gateway-error'
  | 'left-at-gateway'
  | 'cancelled-at-gateway'
  | 'request-died'
  | 'save-failed-unpaid'
  | 'save-failed-after-payment'
  | 'payment-given-back'
  | 'notification-lost'
  | 'several-addresses'
  | 'card-testing'
  | 'order-deleted'
  | 'order-deleted-unseen'
  | 'counter-raised'
  | 'returned'
  | 'paid-twice'
  | 'counter-rolled-back'
  | 'counter-set-back';

/** Classes of the domain's decision table that a shop like this can produce. */
export type NumberClass =
  | 'paid_no_order'
  | 'deleted_order'
  | 'save_failed'
  | 'duplicate_number'
  | 'late_completed'
  | 'counter_jump'
  | 'bot_burst'
  | 'declined_owned'
  | 'declined_guest_expired'
  | 'abandoned_gateway_owned'
  | 'abandoned_gateway_guest'
  | 'reserved_pending_owned'
  | 'reserved_guest'
  | 'multi_address_run';

export type NumberRule = 'number-gap' | 'number-late' | 'number-duplicate';

export interface NumberLabel {
  readonly code: NumberRule;
  readonly rule: NumberRule;
  /** Key: the series and the number, as in `1xxxxxxxx:100000368`. */
  readonly case: { readonly kind: 'series'; readonly key: string };
  readonly series: string;
  /** As printed; of a jump the first of its numbers. */
  readonly number: string;
  /** Of a jump: the last of its numbers. */
  readonly to?: string;
  readonly cause: Cause;
  /** What the evidence allows to say, best first; several where the table leaves it open. */
  readonly classes: readonly NumberClass[];
  /** The trace alone does not show it: it takes the exports. */
  readonly needs?: 'exports';
  /** What the trace alone allows to say, where that differs. */
  readonly classesFromTrace?: readonly NumberClass[];
  /** Of a late number: ms from giving it out to the order. */
  readonly delayMs?: number;
}

export type LostNumber = Pick<NumberLabel, 'cause' | 'classes' | 'classesFromTrace' | 'needs'>;

export interface NumberTruth {
  /** The counter has handed out a number. @param atMs UTC */
  allocated(counter: OrderCounter, body: number, atMs: number): void;
  /** An order carries it. @param atMs UTC */
  ordered(counter: OrderCounter, body: number, atMs: number): void;
  /** No order will ever carry it, or the order that did is gone. */
  lost(counter: OrderCounter, body: number, how: LostNumber): void;
  /** Two payments bear one number. @param seen the shop knows of both */
  twice(counter: OrderCounter, body: number, cause: Cause, seen: boolean): void;
  /** The counter was raised: nobody got the numbers from the next one on. */
  jumped(counter: OrderCounter, from: number, to: number): void;
  /** From here on numbers of this series lie `step` apart. */
  stepped(counter: OrderCounter, step: number): void;
  /** @param coveredUntilMs UTC: the time until which the trace speaks */
  finish(coveredUntilMs: number): void;
  readonly labels: number;
}

/** A late number is a finding when it came later than a payment may take. */
const settleMs = 30 * 60_000;

interface OpenNumber {
  readonly counter: OrderCounter;
  readonly body: number;
  /** UTC ms */
  readonly atMs: number;
  /** There is an order with a higher number. */
  passed: boolean;
}

/** Numbers that were handed out and have not come to their end. */
class OpenNumbers {
  private readonly all = new Map<string, OpenNumber>();
  /** By store: those that no order with a higher number has passed yet. */
  private readonly unpassed = new Map<string, Set<OpenNumber>>();

  add(counter: OrderCounter, body: number, atMs: number): void {
    const number: OpenNumber = { counter, body, atMs, passed: false };
    this.all.set(`${counter.store} ${body}`, number);
    const waiting = this.unpassed.get(counter.store) ?? new Set();
    waiting.add(number);
    this.unpassed.set(counter.store, waiting);
  }

  close(counter: OrderCounter, body: number): OpenNumber | null {
    const key = `${counter.store} ${body}`;
    const known = this.all.get(key);
    if (known === undefined) return null;
    this.all.delete(key);
    this.unpassed.get(counter.store)?.delete(known);
    return known;
  }

  /** An order with this number was made: lower ones are late from now on. */
  pass(counter: OrderCounter, body: number): void {
    const waiting = this.unpassed.get(counter.store);
    for (const number of waiting ?? []) {
      if (number.body >= body) continue;
      number.passed = true;
      waiting?.delete(number);
    }
  }

  *[Symbol.iterator](): Iterator<OpenNumber> {
    yield* this.all.values();
  }
}

/** @param write takes one line of NDJSON, line end included */
export function numberTruth(write: (line: string) => void): NumberTruth {
  const open = new OpenNumbers();
  let labels = 0;

  const fact = (truth: object): void => write(`${JSON.stringify(truth)}\n`);
  const put = (
    rule: NumberRule,
    counter: OrderCounter,
    rest: Omit<NumberLabel, 'code' | 'rule' | 'case' | 'series'>,
  ): void => {
    labels += 1;
    const { series } = counter;
    const about = { kind: 'series', key: `${series}:${rest.number}` } as const;
    fact({ code: rule, rule, case: about, series, ...rest } satisfies NumberLabel);
  };
  const late = ({ counter, body }: OpenNumber, delayMs: number): void => {
    const number = counter.text(body);
    if (delayMs > settleMs)
      put('number-late', counter, { number, cause: 'returned', classes: ['late_completed'], delayMs });
    else fact({ truth: 'overtaken', series: counter.series, number, delayMs });
  };

  return {
    get labels() {
      return labels;
    },
    allocated: (counter, body, atMs) => open.add(counter, body, atMs),
    ordered(counter, body, atMs) {
      const number = open.close(counter, body);
      open.pass(counter, body);
      if (number?.passed === true) late(number, Math.round(atMs - number.atMs));
    },
    lost(counter, body, how) {
      open.close(counter, body);
      put('number-gap', counter, { number: counter.text(body), ...how });
    },
    twice(counter, body, cause, seen) {
      const label = { number: counter.text(body), cause, classes: ['duplicate_number'] } as const;
      const hidden = { classesFromTrace: [], needs: 'exports' } as const;
      put('number-duplicate', counter, seen ? label : { ...label, ...hidden });
    },
    jumped(counter, from, to) {
      const range = { number: counter.text(from), to: counter.text(to) };
      put('number-gap', counter, { ...range, cause: 'counter-raised', classes: ['counter_jump'] });
    },
    stepped: (counter, step) => fact({ truth: 'step', series: counter.series, step }),
    finish(coveredUntilMs) {
      for (const { counter, body } of open)
        fact({ truth: 'undecided', series: counter.series, number: counter.text(body) });
      fact({ coveredUntil: new Date(coveredUntilMs).toISOString() });
    },
  };
}
