// What the parser makes of the trace files under samples/.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { merchantTrace, recogniseFormat } from '../../parsers/index.js';
import { codes, ID, instants, OTHER_ID, readText, requestsOf } from './reading.js';

function sample(name: string): string {
  return readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'latin1');
}

describe('the documented trace', () => {
  const text = sample('documented-merchant-trace.log');
  const { events, counts, stored } = readText(text);

  it('is recognised', () => {
    expect(recogniseFormat(text)).toEqual({ format: merchantTrace, kind: 'trace', form: 'S' });
  });

  it('gives 23 records of one transaction, every message known, no byte changed', () => {
    expect(counts).toMatchObject({ lines: 23, records: 23, continuation: 0, blank: 0, quarantinedLines: {} });
    expect(new Set(events.map(({ form, transaction }) => `${form} ${transaction}`))).toEqual(
      new Set([`S ${ID}`]),
    );
    expect(events.flatMap(({ flags }) => flags)).toEqual([]);
    expect(stored).toBe(text);
  });

  it('tells its story: order step, four placements, three productions', () => {
    const run = ['PRD4', 'PRE1', 'GEN1', 'GEN2', 'SUP2', 'PRD5'];
    expect(codes(events)).toEqual(['ORD1c', 'PLC2', ...run, 'PLC2', ...run, 'PLC2', ...run, 'PLC2']);
    expect([...new Set(requestsOf(events))]).toEqual([0, 1, 2, 8, 9, 15, 16, 22]);
    expect(instants(events)[0]).toBe('2017-08-21T18:38:55.525Z');
    expect(instants(events)[22]).toBe('2017-08-21T18:39:33.825Z');
    expect(events[4]?.fields).toEqual({ userName: 'benoit.tostain', userId: '174' });
    expect(events[3]?.fields).toEqual({ itemCode: 'EFORM' });
  });
});

describe('the order paid by PayPal', () => {
  const { events, attachments, stored } = readText(sample('form-c-paypal-order.log'));

  it('is understood line by line, in four requests', () => {
    expect(codes(events)).not.toContain('unknown');
    expect([...new Set(requestsOf(events))]).toEqual([0, 1, 11, 15]);
    expect(events.flatMap(({ flags }) => flags).filter((flag) => flag !== 'masked')).toEqual([]);
  });

  it('gives both records without ID to the transaction', () => {
    expect(attachments.map(({ transaction, how }) => `${transaction} ${how}`)).toEqual([
      `${OTHER_ID} request`,
      `${OTHER_ID} request`,
    ]);
  });

  it('is stored without the payer', () => {
    expect(stored).not.toMatch(/@|Jane|Doe|EXAMPLEPAYER/);
    expect(stored).toContain('paypal mc_gross : 120.00');
  });
});
