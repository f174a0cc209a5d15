// Lines of the shop's files for the property tests: every form, every trap, text from visitors.
import fc from 'fast-check';
import { catalogue } from '../../parsers/merchant/index.js';

export const ids = ['TU90QMLVYXD5UMZYUQ==', 'TU8WCDJKS0LJCWZZTQ==', 'TU90QMLVYXD5UMZY'] as const;

const id = fc.constantFrom(...ids);
const prefix = fc.oneof(
  { weight: 8, arbitrary: id.map((text) => `[${text}] `) },
  { weight: 1, arbitrary: id.map((text) => `[${text}]  `) },
  { weight: 2, arbitrary: fc.constantFrom('', '[] ', '[ERROR] ', '[$transid] ', '[x', ' ') },
);
const values = fc.constantFrom(
  'EFORM',
  '174',
  '99.5',
  'jane.doe',
  'jane@example.org',
  'beno\xeet',
  'b\xc3\xa9a',
  '~abc~',
  '',
);
const messages = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...catalogue.map(({ template }) => template)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'Paypal IPN : paypal first_name : Jane',
      'Paypal IPN : paypal payer_email : jane@example.org',
      'Paypal IPN : paypal address_street : 1 rue\r',
      'Paypal IPN : sending validation request: https://www.paypal.com/x?cmd=_notify-validate&first_name=J%20D&payer_email=jane%40example.org&mc_gross=12.00',
      'Something else for jane@example.org, password: secret1',
      'Paypal IPN : Raw Response : <html>',
      'Paypal IPN : paypal memo : hello',
      'Partner call. Partner data : key_tag_jane.doe@example',
      'for jane%40example.org and jane@',
    ),
  },
);
const message = fc
  .tuple(messages, values, values)
  .map(([template, one, two]) =>
    template.replace(/\{[a-z][A-Za-z]*(?::[a-z]+)?\}/, one).replace(/\{[a-z][A-Za-z]*(?::[a-z]+)?\}/g, two),
  );
/** Mostly close together, over the autumn change of Europe/Paris, a 12-hour day, and now and then somewhere else. */
const stamp = fc
  .tuple(
    fc.constantFrom('2017-8-21', '2016-8-05', '2016-8-06', '2019-10-27', '2020-3-29', '2017-2-30'),
    fc.constantFrom('01', '02', '03', '11', '12', '20', '00', '25'),
    fc.constantFrom('00:00', '00:01', '30:00', '59:59'),
    fc.constantFrom('000', '001', '525', '999'),
  )
  .map(([date, hour, rest, ms]) => `${date} ${hour}:${rest} ${ms}`);
const steadyStamp = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 999 }))
  .map(([second, ms]) => `2025-1-01 10:00:0${second} ${String(ms).padStart(3, '0')}`);
const counter = fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 4 }).map(String));

const record = fc
  .tuple(fc.oneof(stamp, steadyStamp), counter, fc.constantFrom('  ', '  ', ' '), prefix, message)
  .map(([time, n, gap, bracket, text]) => `-- ${time} -${n}-${gap}${bracket}${text}`);
const other = fc.oneof(
  fc.constantFrom(
    '',
    '',
    '#0 /var/www/lib.php(12): call()',
    '-- ',
    'Password: x7Gh-2Kq<br/>',
    'MailTo: jane@example.org',
  ),
  fc.constantFrom('\0\0\0', 'a\0\0\0\0\0\0\0\0b', '-- 2026-11', 'ann@example.net said', '\xff\xfe'),
  message,
);

/** Long enough that records reach page borders of 4096 bytes. */
const filler = fc.integer({ min: 500, max: 4200 }).map((length) => `filler ${'x'.repeat(length)}`);
const tornHead = fc.tuple(fc.nat(60), record).map(([length, text]) => text.slice(0, length) + text);

export const traceLines: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: record },
  { weight: 3, arbitrary: other },
  { weight: 1, arbitrary: filler },
  { weight: 1, arbitrary: tornHead },
  { weight: 1, arbitrary: record.map((text) => `\0\0${text}`) },
);

const mailHead = fc
  .tuple(
    fc.oneof(stamp, steadyStamp),
    counter,
    fc.constantFrom('', '  ', '  <p>Dear jane@example.org</p>', ' x'),
  )
  .map(([time, n, rest]) => `-- ${time} -${n}-${rest}`);

export const mailLines: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: mailHead },
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'MailTo: jane@example.org',
      'MailContent:',
      '@@@@@@@@',
      '',
      'My Site: New account registration',
      '<p>Login: jane.doe<br/>',
      'Password: x7Gh-2Kq</p>',
      '<p>Mot de passe : x7Gh-2Kq</p>',
      'ERROR > Password Mail Sending Error',
      '-- ',
      'beno\xeet',
      '\0\0\0\0\0\0\0\0\0',
    ),
  },
  { weight: 1, arbitrary: filler },
);
