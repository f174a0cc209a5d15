// The merchant format keeps the contract of formats, for the main file and for the mail file.
import { readFileSync } from 'node:fs';
import { merchantTrace } from '../../parsers/index.js';
import { describeFormat } from '../contracts/describe-format.js';
import { mailLines, traceLines } from './lines.js';

const documented = readFileSync(
  new URL('../../samples/documented-merchant-trace.log', import.meta.url),
  'latin1',
);

const mail = `-- 2025-1-01 01:00:12 388 -12-
MailTo: jane@example.org
MailContent:
@@@@@@@@
My Site: New account registration



<p>Dear Jane Doe</p>
<p>Login: jane.doe<br/>
Password: x7Gh-2Kq</p>
@@@@@@@@
-- 2025-1-01 01:00:13 001 -14-
MailTo: john@example.org
MailContent:
@@@@@@@@

<p>Thank you</p>
@@@@@@@@
`;

describeFormat('merchant, main file', {
  format: merchantTrace,
  kind: 'trace',
  lines: traceLines,
  sample: { text: documented, records: 23 },
});

describeFormat('merchant, mail file', {
  format: merchantTrace,
  kind: 'mail',
  lines: mailLines,
  sample: { text: mail, records: 2 },
});
