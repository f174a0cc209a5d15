// What begins a record, what continues one, and what belongs to none.
import { describe, expect, it } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { suiteOptions } from '../contracts/describe-format.js';
import { ID, instants, onlyEvent, readLines, readText } from './reading.js';

const MESSAGE = 'Ordering Controller: Shop Transaction Confirm Notification to sales';
const HEAD = '-- 2017-8-21 20:38:55 525 --  ';

describe('a head', () => {
  it.each([
    ['B', `-- 2017-8-21 20:38:55 525 --  [${ID}] ${MESSAGE}`, null],
    ['S', `-- 2017-8-21 20:38:55 525 -- [${ID}] ${MESSAGE}`, null],
    ['C', `-- 2017-8-21 20:38:55 525 -12-  [${ID}] ${MESSAGE}`, 12],
    ['A', `-- 2016-8-05 08:38:55 525 --  [${ID}] ${MESSAGE}`, null],
  ])('of form %s is read', (form, line, counter) => {
    const event = onlyEvent(`${line}\n`);
    expect(event).toMatchObject({ form, counter, transaction: ID, message: MESSAGE, code: 'ORD1c' });
    expect(event.localTime).toBe(line.slice(3, line.indexOf(' -', 10)));
  });

  it('prints an unpadded month and local time', () => {
    expect(instants([onlyEvent(`${HEAD}x\n`)])).toEqual(['2017-08-21T18:38:55.525Z']);
    expect(instants([onlyEvent('-- 2025-1-01 01:00:12 004 -1-  x\n')])).toEqual(['2025-01-01T00:00:12.004Z']);
  });

  it('may have nothing behind it, and is then a lost message', () => {
    expect(onlyEvent('-- 2017-8-21 20:38:55 525 --\n')).toMatchObject({ code: 'LST2', message: '' });
    expect(onlyEvent('-- 2017-8-21 20:38:55 525 --  \n')).toMatchObject({ code: 'LST2', message: '' });
  });

  it.each([
    '-- 2017-8-21 20:38:55.525 --  x',
    '-- 2017-8-21  20:38:55 525 --  x',
    '- 2017-8-21 20:38:55 525 --  x',
    '-- 2017-8-21 20:38:55 525 --x',
    '-- 2017-8-21 20:38:55 525 -a-  x',
    '-- 2017-8-21 20:38:55 52 --  x',
    ' -- 2017-8-21 20:38:55 525 --  x',
    '-- 17-8-21 20:38:55 525 --  x',
    '-- ',
  ])('is strict: %j continues the record before', (line) => {
    const { events, counts } = readLines([`${HEAD}first`, line]);
    expect(events).toHaveLength(1);
    expect(events[0]?.continuation).toBe(line);
    expect(counts).toMatchObject({ records: 1, continuation: 1 });
  });
});

describe('a transaction ID', () => {
  it.each([
    [`[${ID}] x`, ID, 'x'],
    [`[${ID}]  Test IPN : examinating`, ID, 'Test IPN : examinating'],
    [`[ ${ID} ] x`, ID, 'x'],
    ['[TU90QMLVYXD5UMZY] x', 'TU90QMLVYXD5UMZY', 'x'],
    ['[something else] x', 'something else', 'x'],
    [`[${ID}]`, ID, ''],
    ['[$transid] x', null, '[$transid] x'],
    ['[ERROR] x', null, '[ERROR] x'],
    ['[] x', null, '[] x'],
    ['[ ] x', null, '[ ] x'],
    ['[open x', null, '[open x'],
    [` x [${ID}]`, null, `x [${ID}]`],
    [`${ID} - Partner call. Partner data : key_tag`, ID, 'Partner call. Partner data : key_tag'],
    [`${ID} - something`, null, `${ID} - something`],
  ])('of %j', (text, transaction, message) => {
    expect(onlyEvent(`${HEAD}${text}\n`)).toMatchObject({ transaction, message });
  });
});

describe('continuation lines', () => {
  it('belong to the record before, blank ones too', () => {
    const { events, counts } = readLines([
      `${HEAD}[${ID}] STD_ENROL_ONE_COURSE PostPay : Failed enrol... Exception`,
      '',
      '#0 lib.php(12)',
      `${HEAD}next`,
    ]);
    expect(events[0]).toMatchObject({
      continuation: '\n#0 lib.php(12)',
      lineCount: 3,
      code: 'ENR8',
      flags: [],
    });
    expect(events[1]).toMatchObject({ line: 4, offset: events[0]?.byteLength });
    expect(counts).toMatchObject({ lines: 4, records: 2, continuation: 2, blank: 0 });
  });

  it('are flagged where the message is not known to have any', () => {
    const { events } = readLines([
      `${HEAD}[${ID}] Production Controller : Post Pay process`,
      'PHP Fatal error',
    ]);
    expect(events[0]?.flags).toEqual(['continuation-unexpected']);
  });

  it('are counted, not kept, beyond a quarter of a megabyte', () => {
    const line = 'x'.repeat(100_000);
    const { events } = readLines([`${HEAD}x`, line, line, line, line]);
    expect(events[0]).toMatchObject({ lineCount: 5, continuation: `${line}\n${line}` });
    expect(events[0]?.flags).toContain('truncated');
    expect(events[0]?.byteLength).toBe(HEAD.length + 2 + 4 * 100_001);
  });
});

describe('lines that belong to nothing', () => {
  it('are blank or quarantined before the first head', () => {
    const { quarantined, counts } = readLines(['', 'rest of something', '', `${HEAD}x`]);
    expect(quarantined).toEqual([
      expect.objectContaining({ offset: 1, line: 2, byteLength: 18, reason: 'before-first-record' }),
    ]);
    expect(counts).toMatchObject({
      lines: 4,
      records: 1,
      blank: 2,
      quarantinedLines: { 'before-first-record': 1 },
    });
  });

  it.each([
    '2017-2-30 10:00:00',
    '2017-13-01 10:00:00',
    '2017-8-21 25:61:00',
    '2017-0-10 10:00:00',
    '2017-8-00 01:00:00',
  ])('are heads of the impossible date %s, and what follows them', (stamp) => {
    const { events, counts } = readLines([`${HEAD}x`, `-- ${stamp} 000 --  y`, 'more of y', `${HEAD}z`]);
    expect(events.map(({ message, lineCount }) => [message, lineCount])).toEqual([
      ['x', 1],
      ['z', 1],
    ]);
    expect(counts.quarantinedLines).toEqual({ 'impossible-date': 2 });
  });

  it('are runs of NULs; a head behind NULs is read', () => {
    const { events, counts } = readLines(['\0\0\0\0', `\0\0${HEAD}x`, `${HEAD}y`, 'a\0\0\0\0\0\0\0\0b']);
    expect(events.map(({ offset }) => offset)).toEqual([7, 7 + HEAD.length + 2]);
    expect(counts).toMatchObject({ records: 2, nulBytes: 6, quarantinedLines: { binary: 2 } });
  });

  it('are endless lines; a head of one keeps its beginning', () => {
    const reader = merchantTrace.open({ ...suiteOptions, kind: 'trace' });
    const long = 'x'.repeat(1024 * 1024);
    const first = reader.read(`${long}\n`, 5_000_000);
    expect(first.quarantined).toEqual([
      expect.objectContaining({ reason: 'endless', byteLength: 1_048_577 }),
    ]);
    expect(reader.position).toBe(1_048_577 + 5_000_000);
    reader.read(`${HEAD}${long}\n`, 7);
    const { events } = reader.read(`${HEAD}next\n`);
    expect(events[0]).toMatchObject({ flags: ['truncated'], offset: 6_048_577 });
    expect(events[0]?.message).toHaveLength(1024 * 1024);
    expect(reader.finish('').events[0]?.offset).toBe(6_048_577 + HEAD.length + 1_048_577 + 7);
  });
});

describe('a record torn by a kill', () => {
  const full = `-- 2026-11-22 20:41:27 847 -79-  [${ID}] ${MESSAGE}`;

  function tornFile(piece: string): string {
    const before = `-- 2026-11-22 20:41:27 100 -1-  [${ID}] first\n`;
    const filling = `-- 2026-11-22 20:41:27 100 -2-  [${ID}] `;
    const wanted = 4096 - before.length - filling.length - 1 - piece.length;
    return `${before}${filling}${'f'.repeat(wanted)}\n${piece}${full}\n`;
  }

  it('ends where the next head stands at a multiple of 4096', () => {
    const { events, counts } = readText(tornFile('-- 2026-11'));
    expect(events.map(({ message, flags, line }) => [message.slice(0, 5), flags, line])).toEqual([
      ['first', [], 1],
      ['fffff', ['torn'], 2],
      ['Order', ['glued'], 3],
    ]);
    expect(events[1]?.continuation).toBe('-- 2026-11');
    expect(events[2]).toMatchObject({ offset: 4096, counter: 79, transaction: ID });
    expect(counts).toMatchObject({ lines: 4, records: 3, continuation: 1 });
  });

  it('stands as a record of its own when its head is whole', () => {
    const piece = `-- 2026-11-22 20:41:27 200 -3-  [${ID}] Order pla`;
    const { events, counts } = readText(tornFile(piece));
    expect(events.map(({ flags }) => flags)).toEqual([[], [], ['torn'], ['glued']]);
    expect(events[2]).toMatchObject({ message: 'Order pla', byteLength: piece.length });
    expect(counts).toMatchObject({ lines: 4, records: 4, continuation: 0 });
  });

  it('is not seen anywhere else: a head inside a line is text', () => {
    const { events } = readLines([`${HEAD}x ${full}`]);
    expect(events).toHaveLength(1);
    expect(events[0]?.message).toBe(`x ${full}`);
  });
});

describe('bytes', () => {
  it('may end lines with CR LF', () => {
    const text = `${HEAD}[${ID}] Order placed : 1 objects\r\nmore\r\n`;
    const { events } = readText(text);
    expect(events[0]).toMatchObject({ code: 'PLC2', continuation: 'more', byteLength: text.length });
    expect(events[0]?.fields).toEqual({ objects: 1 });
  });

  it('are UTF-8, or else Windows-1252 and flagged', () => {
    const { events } = readLines([`${HEAD}beno\xc3\xaet`, `${HEAD}beno\xeet \x80`, `${HEAD}d\x61\x80\x99`]);
    expect(events.map(({ message, flags }) => [message, flags])).toEqual([
      ['benoît', []],
      ['benoît €', ['invalid-utf8']],
      ['da€™', ['invalid-utf8']],
    ]);
  });

  it('of terminals and pages stay as they are', () => {
    const hostile = '\x1b[31m<script>alert(1)</script>';
    expect(onlyEvent(`${HEAD}${hostile}\n`).message).toBe(hostile);
  });
});

describe('the last record of a growing file', () => {
  const open = merchantTrace.open({ ...suiteOptions, kind: 'trace' });
  open.read(`${HEAD}first\n`);

  it('is shown as provisional, with the unterminated rest', () => {
    expect(open.provisional('')?.event).toMatchObject({
      message: 'first',
      lineCount: 1,
      flags: ['provisional'],
    });
    expect(open.provisional('more')?.event).toMatchObject({ continuation: 'more', lineCount: 2 });
  });

  it('is followed by an unterminated record only when its head is whole', () => {
    expect(open.provisional('-- 2017-8-21 20:3')?.event).toMatchObject({ message: 'first', lineCount: 1 });
    expect(open.provisional('-- 2017-8-21 20:38:56 000 -')?.event).toMatchObject({ message: 'first' });
    const shown = open.provisional('-- 2017-8-21 20:38:56 000 --  sec');
    expect(shown?.event).toMatchObject({ message: 'sec', line: 2, offset: HEAD.length + 6 });
    expect(shown?.before).toMatchObject({ message: 'first', flags: [] });
  });

  it('is null when no record is open', () => {
    expect(merchantTrace.open({ ...suiteOptions, kind: 'trace' }).provisional('x')).toBeNull();
  });
});

describe('recognition', () => {
  it.each([
    [`-- 2017-8-21 20:38:55 525 --  x\n`, { kind: 'trace', form: 'B' }],
    [`\n\0${HEAD}x\n`, { kind: 'trace', form: 'B' }],
    [`-- 2016-8-05 08:38:55 525 --  x\n`, { kind: 'trace', form: 'A' }],
    [`-- 2016-8-05 08:38:55 525 --  x\n-- 2016-8-05 18:38:55 525 --  x\n`, { kind: 'trace', form: 'B' }],
    [`-- 2017-8-21 21:02:10 377 --  \n<p>Dear</p>\n`, { kind: 'mail', form: 'Bm' }],
    [`-- 2019-9-03 14:05:07 120 -9-  \n<p>Dear</p>\n`, { kind: 'mail', form: 'Cm' }],
    [`-- 2025-1-01 01:00:12 388 -12-\nMailTo: a@b.org\n`, { kind: 'mail', form: 'Dm' }],
  ])('of %j', (head, expected) => {
    expect(merchantTrace.recognise(head)).toEqual(expected);
  });

  const stamp = '-- 2017-8-21 21:02:10 377 --  ';
  it.each([
    ['a text on the head line', `${stamp}Bonjour Jane Doe-Martin,\n12 rue des Lilas, 75020 Paris\n`],
    ['one line of it', `${stamp}Bonjour Jane Doe-Martin,\n`],
    ['a name and lines', `${stamp}Jane\n12 rue des Lilas\n`],
    ['a subject in brackets', `${stamp}[My Site] New account\n\nDear Jane\n`],
    ['nothing at all', `${stamp}\n`],
    [
      'a head forged in a mail',
      `${stamp}Dear Jane\n${stamp}[TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects\n`,
    ],
  ])('takes for a mail what may be one: %s', (_, head) => {
    expect(merchantTrace.recognise(head)).toEqual({ kind: 'mail', form: 'Bm' });
    expect(merchantTrace.recognise(head, '/var/moodledata/merchant_trace.log')?.kind).toBe('trace');
  });

  it('takes for a trace what has more of the shop’s messages than of others', () => {
    const order = `${stamp}[TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects\n`;
    const known = `${stamp}GENERIC : New user created jane with ID 5.\n`;
    const head = `${order}${known}${stamp}Exception in handler :\n#0 /var/www/shop.php\n`;
    expect(merchantTrace.recognise(head)).toEqual({ kind: 'trace', form: 'B' });
    expect(merchantTrace.recognise(head, 'merchant_mail_trace.log')).toEqual({ kind: 'mail', form: 'Bm' });
  });

  it.each([
    ['/d/merchant_trace.log', 'trace'],
    ['merchant_trace.log-20170821.gz', 'trace'],
    ['/d/merchant_mail_trace.log', 'mail'],
    ['/merchant_trace.d/merchant_mail_trace.log.1', 'mail'],
    ['Merchant_Mail_Trace.log.2.gz', 'mail'],
    ['2017-merchant_mail_trace (1).txt', 'mail'],
    ['/merchant_trace.d/trace.log', null],
  ])('the shop’s own name says it: %s is %s', (path, kind) => {
    expect(merchantTrace.kindOfName(path)).toBe(kind);
  });

  it.each([
    '',
    'hello\n',
    '2017-08-21 20:38:55 GET /\n',
    '\x1f\x8b\x08\0\0',
    '-- 2017-2-30 20:38:55 525 --  x\n',
  ])('refuses %j', (head) => {
    expect(merchantTrace.recognise(head)).toBeNull();
  });
});
