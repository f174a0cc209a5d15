// What an outcome is called: nobody is calmed by "paid" where the delivery of a paid order died.
import { describe, expect, it } from 'vitest';
import { toldOutcome, toldOutcomeOf } from '../../src/model/texts/outcome.js';

describe('a paid order', () => {
  it.each(['post-pay-died', 'pre-pay-died', 'paid-not-produced'])('is not delivered after %s', (rule) => {
    expect(toldOutcome('paid', ['order-placed-again', rule])).toBe('paid-not-delivered');
  });

  it('is paid where nothing says that its delivery died', () => {
    expect(toldOutcome('paid', ['order-placed-again'])).toBe('paid');
  });

  it('goes by what stands about the order itself', () => {
    const finding = { rule: 'post-pay-died', verdict: 'violated', case: { kind: 'transaction' } } as const;
    const told = (changed: Partial<Record<'verdict', string>> & { readonly case?: { kind: string } }) =>
      toldOutcomeOf({ outcome: 'paid', findings: [{ ...finding, ...changed }] });
    expect(told({})).toBe('paid-not-delivered');
    expect(told({ verdict: 'withdrawn' })).toBe('paid');
    expect(told({ verdict: 'pending' })).toBe('paid');
    expect(told({ case: { kind: 'user' } })).toBe('paid');
  });
});

it('every other outcome keeps its name', () => {
  for (const outcome of ['delivered', 'produced', 'failed', 'refunded'] as const)
    expect(toldOutcome(outcome, ['post-pay-died'])).toBe(outcome);
});
