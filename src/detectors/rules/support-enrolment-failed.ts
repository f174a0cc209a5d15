// A19: the buyer could not be enrolled in the support course.

import { text } from '../../model/texts/render.js';
import { neverRule } from './line-rule.js';

export const supportEnrolmentFailed = neverRule({
  id: 'support-enrolment-failed',
  codes: ['A19'],
  title: 'Support enrolment failed',
  severity: 'medium',
  version: 1,
  firesWhen:
    'A line says that the enrolment in the customer support or extra support course failed; counted are lines.',
  staysQuietWhen: 'The buyer was enrolled.',
  cannotSee: 'Which course was meant: its name is not printed.',
  advice: text('support-enrolment-failed.advice'),
  thresholds: {},
  never: (event) => /^SUP[3478]$/.test(event.code),
  summary: (found) => text('support-enrolment-failed.summary', { count: found.length }),
  tests: [
    {
      name: 'manual enrolment is off in the course',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:39:01 062 --  [TU90QMLVYXD5UMZYUQ==] Production Process Error : Customer support enrol failed // no enrol plugin.
`,
    },
    {
      name: 'the course does not exist: another finding',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:39:01 062 --  [TU90QMLVYXD5UMZYUQ==] Production Process Error : Customer support course does not exist.
`,
    },
  ],
});
