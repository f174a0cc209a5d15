// A25: the buyer's account could not be created.
import { text } from '../../model/texts/render.js';
import { mustHaveRule } from './request-rule.js';

export const userCreationFailed = mustHaveRule({
  id: 'user-creation-failed',
  codes: ['A25'],
  title: 'User creation failed',
  severity: 'high',
  version: 1,
  firesWhen:
    'A line says that the user could not be created or that the customer is gone; counted are requests.',
  staysQuietWhen: 'The account is known or created.',
  cannotSee: 'Why: the cause is not traced.',
  advice: text('user-creation-failed.advice'),
  thresholds: {},
  breach({ events }) {
    const failed = events.find(
      (event) =>
        /^COM[457]$/.test(event.code) ||
        event.action === 'user.creation-failed' ||
        (event.code === 'unknown' && /\bUser could not be created\b/.test(event.message)),
    );
    return failed === undefined ? null : { event: failed, by: 'record' };
  },
  summary: (count) => text('user-creation-failed.summary', { count }),
  tests: [
    {
      name: 'no data of the customer',
      expect: 'fires',
      count: 1,
      lines: `-- 2019-9-01 10:00:00 140 -1-  [TU92Z2ZWCLM5U2XNLG==] Prepay Commons Error :  Customer is gone away (no data).
`,
    },
    {
      name: 'known account',
      expect: 'quiet',
      lines: `-- 2019-9-01 10:00:00 140 -1-  [TU92Z2ZWCLM5U2XNLG==] Prepay Commons : Known account jane.doe at process entry.
`,
    },
  ],
});
