// Personal data and secrets never reach what is stored; the rest of the bytes stays as it is.
import { describe, expect, it } from 'vitest';
import { Pseudonyms } from '../../parsers/merchant/index.js';
import { merchantTrace } from '../../parsers/index.js';
import { cutLines, readPieces, suiteOptions } from '../contracts/describe-format.js';
import { ID, readLines, readText } from './reading.js';

const HEAD = '-- 2025-1-01 01:00:12 004 -1-  ';
const pseudonyms = new Pseudonyms(suiteOptions.maskingKey);

describe('the main file', () => {
  it('keeps lines without personal data as they are', () => {
    const line = `${HEAD}[${ID}] GENERIC : New user created benoit.tostain with ID 174.`;
    const { stored, events } = readLines([line]);
    expect(stored).toBe(`${line}\n`);
    expect(events[0]?.flags).toEqual([]);
  });

  it('puts a pseudonym of the same length in place of addresses, the same for one address', () => {
    const { stored, events } = readLines([
      `${HEAD}[${ID}] Something for Jane.Doe@example.org, and jane.doe@example.org.`,
      `${HEAD}[${ID}] GENERIC : New user created jane.doe@example.org with ID 5.`,
    ]);
    const name = pseudonyms.ofAddress('jane.doe@example.org');
    expect(name).toMatch(/^~[a-z2-7]{18}~$/);
    expect(events[0]?.message).toBe(`Something for ${name}, and ${name}.`);
    expect(events[1]).toMatchObject({
      code: 'GEN1',
      fields: { userName: name, userId: '5' },
      flags: ['masked'],
    });
    expect(stored).not.toMatch(/jane/i);
  });

  it.each(['@@@@@@@@', 'a @ b', '@param x', 'x@.', 'x %402'])('leaves %j', (text) => {
    const { stored } = readLines([`${HEAD}${text}`]);
    expect(stored).toBe(`${HEAD}${text}\n`);
  });

  it('masks the payer in values, continuation lines included, and keeps the payment', () => {
    const { stored, events } = readLines([
      `${HEAD}[${ID}] Paypal IPN : paypal first_name : Jane`,
      `${HEAD}[${ID}] Paypal IPN : paypal address_street : 1 rue Haute`,
      'Batiment B',
      `${HEAD}[${ID}] Paypal IPN : paypal receiver_email : shop@example.org`,
      `${HEAD}[${ID}] Paypal IPN : paypal mc_gross : 12.00`,
    ]);
    expect(stored).not.toMatch(/Jane|rue|Batiment|shop@/);
    expect(events.map(({ fields }) => fields['key'])).toEqual([
      'first_name',
      'address_street',
      'receiver_email',
      'mc_gross',
    ]);
    expect(events.map(({ flags }) => flags.includes('masked'))).toEqual([true, true, true, false]);
    expect(events[3]?.fields['value']).toBe('12.00');
  });

  it('masks the payer in the address of a validation request', () => {
    const url = 'https://www.paypal.com/cgi-bin/webscr?cmd=_notify-validate';
    const { stored, events } = readLines([
      `${HEAD}[${ID}] Paypal IPN : sending validation request: ${url}&first_name=Jane+D&payer_email=jane%40example.org&mc_gross=12.00&custom=x%40y.org&verify_sign=AbC`,
    ]);
    expect(stored).not.toMatch(/Jane|jane|x%40y|AbC/);
    expect(stored).toContain('&mc_gross=12.00&custom=~');
    expect(stored).toContain('&payer_email=~');
    expect(events[0]).toMatchObject({ code: 'PPL15', fields: { host: 'www.paypal.com' } });
  });

  it('masks an endless address without key or value in no time', () => {
    const url = `https://www.paypal.com/?${'a'.repeat(900_000)}`;
    const line = `${HEAD}[${ID}] Paypal IPN : sending validation request: ${url}`;
    expect(readLines([line]).stored).toBe(`${line}\n`);
  });

  it('masks the address in partner data, and keeps key and tag', () => {
    const { events } = readLines([
      `${HEAD}${ID} - Partner call. Partner data : key1_tag2_jane@example.org`,
      `${HEAD}${ID} - Partner delegated auth for jane@example.org from key1`,
    ]);
    const name = pseudonyms.ofAddress('jane@example.org');
    expect(events.map(({ fields }) => fields)).toEqual([
      { partner: `key1_tag2_${name}` },
      { address: name, partnerKey: 'key1' },
    ]);
  });

  it.each([
    ['cut behind its domain', 'jane.doe@example'],
    ['cut at its @', 'jane.doe@'],
    ['encoded', 'jane.doe%40example.org'],
    ['encoded twice', 'jane.doe%2540example.org'],
    ['encoded and cut', 'jane.doe%40'],
  ])('masks an address that is %s', (_, address) => {
    const lines = [
      `${HEAD}Something for ${address}`,
      `${HEAD}[${ID}] Paypal IPN : paypal custom : ${address}`,
      `${HEAD}[${ID}] Paypal IPN : paypal custom : x`,
      `more for ${address}`,
      `${HEAD}${ID} - Partner call. Partner data : key1_tag2_${address}`,
      `${HEAD}${ID} - Partner delegated auth for ${address}`,
      `${HEAD}GENERIC : New user created ${address}`,
    ];
    const { stored } = readLines([...lines, `-- 2017-2-30 01:00:00 000 --  for ${address}`]);
    expect(stored).not.toContain('jane');
    expect(stored).toContain('Partner data : key1_tag2_~');
    expect(stored).toHaveLength(
      [...lines, `-- 2017-2-30 01:00:00 000 --  for ${address}`, ''].join('\n').length,
    );
  });

  it('gives an encoded address the letters of its plain form', () => {
    const { stored } = readLines([`${HEAD}for jane%40example.org`]);
    expect(stored).toContain(pseudonyms.ofAddress('jane@example.org').slice(0, -1));
  });

  it('masks what is left of an address that partner data were cut in', () => {
    const { events } = readLines([`${HEAD}${ID} - Partner call. Partner data : key1_tag2_jane.do`]);
    expect(events[0]?.fields['partner']).toMatch(/^key1_tag2_~[a-z2-7]{5}~$/);
  });

  describe('a head that a payer forged inside a value', () => {
    const memo = `${HEAD}[${ID}] Paypal IPN : paypal memo : hello`;
    const next = `${HEAD}[${ID}] Paypal IPN : paypal mc_gross : 12.00`;
    const forged = '-- 2025-1-01 01:00:12 005 -7-  ';

    it.each([
      [[`${forged}[${ID}] call me at 0612345678 Jane Doe`, 'rest of memo 12 rue des Lilas']],
      [[`${forged}[Jane] 12 rue`, `${forged}Lilas`]],
      [[forged, 'Jane 12 rue des Lilas']],
      [['-- 2025-2-30 01:00:12 005 -7-  Jane 12 rue', 'Lilas']],
      [[`${forged}x\0\0\0\0\0\0\0\0\0Jane`, `Jane${'\0'.repeat(8)}12 rue`, 'Lilas']],
    ])('hides nothing: %j', (lines) => {
      const text = [memo, ...lines, next].map((line) => `${line}\n`).join('');
      const { stored, events } = readText(text);
      expect(stored).not.toMatch(/Jane|0612|rue|Lilas/);
      expect(stored).toHaveLength(text.length);
      expect(events.at(-1)?.fields['value']).toBe('12.00');
      for (const cut of [1, 2, 3]) {
        const { pieces, rest } = cutLines(
          text,
          Array.from({ length: cut }, (__, index) => index),
        );
        const reading = readPieces(merchantTrace, { ...suiteOptions, kind: 'trace' }, pieces, rest, true);
        expect(reading.stored).toBe(stored);
      }
    });

    it('is over with the next message of the shop', () => {
      const { events } = readLines([memo, next, `${HEAD}something that nobody knows`]);
      expect(events[2]?.message).toBe('something that nobody knows');
    });
  });

  it('masks passwords without any trace of them', () => {
    const { stored } = readLines([
      `${HEAD}[${ID}] Login jane Password: x7Gh-2Kq<br/>`,
      `${HEAD}x`,
      'Mot de passe : x7Gh-2Kq',
    ]);
    expect(stored).not.toContain('x7Gh');
    expect(stored).toContain('Password: ~xxxxxx~<br/>');
    expect(stored).toContain('Mot de passe : ~xxxxxx~');
  });

  it('masks lines that belong to no record', () => {
    const { stored, quarantined } = readLines([
      'rest for jane@example.org',
      '-- 2017-2-30 01:00:00 000 --  jane@example.org',
    ]);
    expect(quarantined).toHaveLength(2);
    expect(stored).not.toContain('jane');
  });
});

const dm = [
  '-- 2025-1-01 01:00:12 388 -12-',
  'MailTo: jane@example.org',
  'MailContent:',
  '@@@@@@@@',
  'My Site: New account registration',
  '',
  '',
  '',
  '<p>Dear Jane Doe</p>',
  '<p>Login: jane.doe<br/>',
  'Password: x7Gh-2Kq</p>',
  '@@@@@@@@',
];

describe('the mail file', () => {
  it('keeps of a mail its layout, a pseudonym, and that there was a password', () => {
    const { stored, events } = readLines(dm, { kind: 'mail' });
    expect(stored).not.toMatch(/jane|Jane|x7Gh|My Site/);
    expect(stored.split('\n').map((line) => line.length)).toEqual([...dm, ''].map((line) => line.length));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      form: 'Dm',
      counter: 12,
      code: 'MAI2',
      action: 'mail.account',
      lineCount: 12,
      fields: { recipient: pseudonyms.ofAddress('jane@example.org'), passwordLines: 1 },
    });
  });

  it('tells the mails apart by their layout', () => {
    const head = dm.slice(0, 4);
    const { events } = readLines(
      [
        ...head,
        '',
        '<p>Thank you</p>',
        '@@@@@@@@',
        ...head,
        'ERROR > Password Mail Sending Error',
        '@@@@@@@@',
        ...dm,
      ],
      { kind: 'mail' },
    );
    expect(events.map(({ code, level }) => [code, level])).toEqual([
      ['MAI1', 'info'],
      ['MAI3', 'error'],
      ['MAI2', 'info'],
    ]);
  });

  it.each([
    ['Bm', '-- 2017-8-21 21:02:10 377 --  '],
    ['Cm', '-- 2019-9-03 14:05:07 120 -9-  '],
  ])('reads form %s, whose body has no end mark', (form, head) => {
    const { stored, events } = readLines([head, '<p>Dear</p>', '-- ', 'signature', head], { kind: 'mail' });
    expect(events.map((event) => [event.form, event.code, event.lineCount])).toEqual([
      [form, 'MAI1', 4],
      [form, 'MAI1', 1],
    ]);
    expect(stored).not.toMatch(/Dear|signature/);
  });

  it('masks the French labels’ values, a body on the head line, and the end of a mail at the file’s beginning', () => {
    const { stored } = readLines(
      ['rest of a mail', '-- 2017-8-21 21:02:10 377 --  <p>Dear Jane</p>', '<p>Mot de passe : x7Gh-2Kq</p>'],
      { kind: 'mail' },
    );
    expect(stored).not.toMatch(/rest|Jane|x7Gh/);
    expect(stored).toContain('Mot de passe :');
  });

  it('keeps everything with masking off', () => {
    const { stored, events } = readLines(dm, { kind: 'mail', masking: 'off' });
    expect(stored).toBe(`${dm.join('\n')}\n`);
    expect(events[0]?.fields).toEqual({ recipient: 'jane@example.org', passwordLines: 1 });
    expect(events[0]?.continuation).toContain('Password: x7Gh-2Kq');
  });
});

describe('pseudonyms', () => {
  it('have any length, and one beginning for one value', () => {
    for (const length of [0, 1, 2, 3, 40, 200]) expect(pseudonyms.of('v', length)).toHaveLength(length);
    expect(pseudonyms.of('v', 40).slice(0, 20)).toBe(pseudonyms.of('v', 80).slice(0, 20));
  });

  it('are the same whether they were made just now or long before', () => {
    const known = new Pseudonyms(suiteOptions.maskingKey);
    const valueOf = (index: number): string => `Value ${index % 5000}`;
    for (let index = 0; index < 12_000; index += 1) {
      const length = index % 7 === 0 ? 70 : 12;
      const fresh = new Pseudonyms(suiteOptions.maskingKey).of(valueOf(index), length);
      if (known.of(valueOf(index), length) !== fresh) throw new Error(`${index} differs`);
    }
    expect(known.of('VALUE 1', 12)).toBe(known.of('value 1', 12));
  });

  it('depend on the key', () => {
    expect(pseudonyms.ofAddress('a@b.org')).not.toBe(new Pseudonyms(new Uint8Array(32)).ofAddress('a@b.org'));
  });
});
