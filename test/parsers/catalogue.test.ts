// Every message the shop is known to print is understood, with its parameters.
import { describe, expect, it } from 'vitest';
import { catalogue, groupingText } from '../../parsers/merchant/index.js';
import { Matcher } from '../../parsers/merchant/catalogue/matcher.js';
import { ID, onlyEvent, readText } from './reading.js';

const PARAMETER = /\{([a-z][A-Za-z]*)(?::([a-z]+))?\}/g;
const values: Readonly<Record<string, string>> = {
  integer: '3',
  number: '99.5',
  digits: '174',
  host: 'https://www.paypal.com/cgi-bin/webscr?cmd=_notify-validate',
  answer: 'VERIFIED.',
};
const HEAD = '-- 2025-1-01 01:00:12 004 -1-  ';

function understood(message: string): { code: string; fields: unknown; action: string } {
  const { code, fields, action } = onlyEvent(`${HEAD}${message}\n`);
  return { code, fields, action };
}

describe('the catalogue', () => {
  it('finds every message by its own text', () => {
    for (const { template, code, action } of catalogue) {
      const printed = template.replace(PARAMETER, (_, name: string, kind = '') => values[kind] ?? `${name}1`);
      for (const prefix of [`[${ID}] `, `[${ID}]  `, '', ' ', '[] '])
        expect(understood(prefix + printed), printed).toMatchObject({ code, action });
    }
  });

  it('does so with trailing spaces, and with empty parameters at the end', () => {
    expect(understood(`[${ID}] STD_ENROL_ONE_COURSE PostPay : User 5 Enrolled in course C1 `)).toMatchObject({
      code: 'ENR7',
      fields: { userId: '5', course: 'C1' },
    });
    expect(understood(`[${ID}] Prepay Production : preproducing for `)).toMatchObject({
      code: 'PRE1',
      fields: { itemCode: '' },
    });
    expect(understood('[ERROR] Transition error : Bad bill ID ')).toMatchObject({ code: 'TRN5' });
  });

  it('has actions, stages and eras of one shape, and no text twice', () => {
    for (const { action, era, template } of catalogue) {
      expect(action).toMatch(/^[a-z]+(?:[.-][a-z]+)+$/);
      expect(era[0]).toMatch(/^20\d\d-\d\d$/);
      expect(template).toBe(template.trim());
    }
    expect(new Set(catalogue.map(({ template }) => template)).size).toBe(catalogue.length);
  });

  it('holds every code that the field gives a message', () => {
    const ranges: Readonly<Record<string, number>> = {
      CRT: 2, ORD: 5, PLC: 3, BIL: 9, PRD: 14, PRE: 7, POS: 5, GEN: 2, SUP: 8, COM: 7,
      ASG: 9, ENR: 12, EXT: 3, PRO: 2, TST: 8, PPL: 29, TRN: 5, SHP: 7,
    }; // prettier-ignore
    const known = new Set(catalogue.map(({ code }) => code));
    for (const [name, count] of Object.entries(ranges))
      for (let number = 1; number <= count; number += 1) expect(known).toContain(name + String(number));
  });

  it.each([
    ['Order placed : 1.0E+25 for 2 objects', 'PLC1', { amount: 1e25, objects: 2 }],
    ['Order placed : 99,5 for 2 objects', 'PLC1', { amount: 99.5, objects: 2 }],
    ['Order placed : 2 objects', 'PLC2', { objects: 2 }],
    ['Order placed : 2 product types for 120', 'PLC3', { productTypes: 2, amount: 120 }],
    [
      'GENERIC : New user created jane with ID 3 with ID 174.',
      'GEN1',
      { userName: 'jane with ID 3', userId: '174' },
    ],
    ['Internal transaction: bill_transition_pending_soldout', 'BIL9', { from: 'pending', to: 'soldout' }],
    ['Bill.save Saving Items BILLING/A/B', 'BIL6', { itemType: 'BILLING', itemCode: 'A/B' }],
    ['Add item. SHIP * 2 * 3', 'BIL1', { itemCode: 'SHIP * 2', quantity: 3 }],
    ['Prepay Production : Handler disabled for X', 'PRE2', { itemCode: 'X' }],
    ['Prepay Production : Handler disabled or not set for X', 'PRE3', { itemCode: 'X' }],
    ['Prepay Production Warning : Empty response {$anitem->itemcode}', 'PRE4', {}],
    ['Paypal IPN : paypal txn : 9AB', 'PPL9', { txn: '9AB' }],
    ['Paypal IPN : paypal mc_gross : 12.00', 'PPL11', { key: 'mc_gross', value: '12.00' }],
    ['Paypal IPN : paypal item_name : a : b', 'PPL11', { key: 'item_name', value: 'a : b' }],
    ['Paypal IPN : Raw Response : VERIFIED.', 'PPL18', { response: 'VERIFIED' }],
    [
      'Paypal IPN : sending validation request: https://www.sandbox.paypal.com/cgi-bin/webscr?cmd=x',
      'PPL15',
      { host: 'www.sandbox.paypal.com' },
    ],
    ['STD_ENROL_ONE_COURSE PostPay : Failed enrol...', 'ENR8', {}],
    ['STD_ENROL_ONE_COURSE PostPay : Completed for ...', 'ENR11', { course: '' }],
    ['NAN', 'LST1', {}],
  ])('reads %j', (message, code, fields) => {
    expect(understood(`[${ID}] ${message}`)).toMatchObject({ code, fields });
  });

  it.each([
    'Order placed : many objects',
    'order placed : 1 objects',
    'Production Controller : Post Pay process!',
    'GENERIC : New user created jane with ID x.',
    'Something new',
  ])('does not know %j', (message) => {
    expect(understood(`[${ID}] ${message}`)).toEqual({ code: 'unknown', action: 'unknown', fields: {} });
  });

  it('leaves an unknown message without stage, whatever its bytes', () => {
    const { events } = readText(`${HEAD}[${ID}] \xe9 unknown \xff\n`);
    expect(events[0]).toMatchObject({ code: 'unknown', stage: 'unknown', level: 'info' });
  });

  it('prefers the row with more literal text', () => {
    const rows = catalogue.filter(({ code }) => code === 'SYS6');
    const matcher = new Matcher(rows);
    const text = 'SystemPay IPN failure : REFUSED  / Error cause : 05';
    expect(matcher.match(text, 0, text.length)).not.toBeNull();
    expect(matcher.fields).toEqual({ status: 'REFUSED', cause: '05' });
  });
});

describe('the grouping text of an unknown message', () => {
  it('leaves out what varies', () => {
    expect(groupingText(`Cannot open file 17 of jane@x.org for ${ID} at 10:20:30, 99.5`)).toBe(
      'Cannot open file # of ~ for # at #, #',
    );
    expect(groupingText('Session deadbeef01  lost')).toBe('Session # lost');
  });

  it('is the same for messages of one kind, and bounded', () => {
    expect(groupingText('User 5 gone')).toBe(groupingText('User 174 gone'));
    expect(groupingText('x '.repeat(5000)).length).toBeLessThanOrEqual(200);
  });
});
