// What is true about the simulated shop, noted by those who act, and written as labels.

/** Anomalies that this shop can produce: code of the domain → rule. */
export const rulesByCode = {
  A1: 'post-pay-died',
  A3: 'handler-unfinished',
  A4: 'production-repeated',
  A6: 'order-placed-again',
  A9: 'abandoned-after-placement',
  A10: 'cart-never-placed',
  A11: 'free-order-dead-end',
  A18: 'support-course-missing',
  A21: 'user-created-again',
  A36: 'paypal-receiver-mismatch',
  A42: 'test-payment-live',
  A52: 'buyer-retry-storm',
  A53: 'product-always-fails',
  A55: 'secrets-in-trace',
} as const;

export type AnomalyCode = keyof typeof rulesByCode;

export interface Label {
  readonly code: AnomalyCode;
  readonly rule: string;
  readonly case: { readonly kind: 'transaction' | 'user' | 'product' | 'source'; readonly key: string };
  readonly count: number;
}

export interface Truth {
  /** Something went wrong once more. */
  note(code: AnomalyCode, kind: Label['case']['kind'], key: string): void;
  /** A run of a product that never succeeds died once more. @param timeMs UTC */
  productFailed(product: string, timeMs: number): void;
  /** The life of a transaction is over: its labels are written. */
  settle(transaction: string, users: readonly string[]): void;
  /** Everything that is still open, then the time until which the trace speaks. */
  finish(coveredUntilMs: number): void;
  readonly labels: number;
}

const weekMs = 7 * 86_400_000;

interface FailingProduct {
  runs: number;
  /** Times of the last three, oldest first. */
  last: number[];
  /** Three of them fell into one week. */
  always: boolean;
}

/** @param write takes one line of NDJSON, line end included */
export function truth(write: (line: string) => void): Truth {
  const open = new Map<string, Label>();
  const failing = new Map<string, FailingProduct>();
  let labels = 0;

  const put = (label: Label): void => {
    labels += 1;
    write(`${JSON.stringify(label)}\n`);
  };
  const settleCase = (kind: string, key: string): void => {
    for (const code of Object.keys(rulesByCode)) {
      const id = `${code} ${kind} ${key}`;
      const label = open.get(id);
      if (label === undefined) continue;
      open.delete(id);
      put(label);
    }
  };

  return {
    get labels() {
      return labels;
    },
    note(code, kind, key) {
      const id = `${code} ${kind} ${key}`;
      const count = (open.get(id)?.count ?? 0) + 1;
      open.set(id, { code, rule: rulesByCode[code], case: { kind, key }, count });
    },
    productFailed(product, timeMs) {
      const known = failing.get(product) ?? { runs: 0, last: [], always: false };
      failing.set(product, known);
      known.runs += 1;
      known.last = [...known.last, timeMs].slice(-3);
      known.always ||= known.last.length === 3 && timeMs - (known.last[0] ?? timeMs) <= weekMs;
    },
    settle(transaction, users) {
      settleCase('transaction', transaction);
      for (const user of users) settleCase('user', user);
    },
    finish(coveredUntilMs) {
      for (const label of open.values()) put(label);
      open.clear();
      for (const [key, product] of failing) {
        if (!product.always) continue;
        put({ code: 'A53', rule: rulesByCode.A53, case: { kind: 'product', key }, count: product.runs });
      }
      write(`${JSON.stringify({ coveredUntil: new Date(coveredUntilMs).toISOString() })}\n`);
    },
  };
}
