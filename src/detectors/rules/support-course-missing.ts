// A18: the customer support course of a product does not exist.
import { text } from '../../model/texts/render.js';
import { neverRule } from './line-rule.js';

const CODES: readonly string[] = ['SUP2', 'SUP6'];

export const supportCourseMissing = neverRule({
  id: 'support-course-missing',
  codes: ['A18'],
  title: 'Support course missing',
  severity: 'medium',
  version: 1,
  firesWhen:
    'A line says that the customer support course (or the extra one) does not exist; counted are lines.',
  staysQuietWhen: 'The buyer was enrolled in the course, or none is defined.',
  cannotSee: 'Which course was meant: its name is not printed.',
  advice: text('support-course-missing.advice'),
  thresholds: {},
  never: (event) => CODES.includes(event.code),
  summary: (found) =>
    text('support-course-missing.summary', {
      count: found.length,
      kind: found.every((event) => event.code === 'SUP6') ? 'extra support' : 'customer support',
    }),
  tests: [
    {
      name: 'the course does not exist',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:39:01 059 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : Registering Customer Support
-- 2017-8-21 20:39:01 062 --  [TU90QMLVYXD5UMZYUQ==] Production Process Error : Customer support course does not exist.
`,
    },
    {
      name: 'enrolled',
      expect: 'quiet',
      lines: `-- 2017-8-21 20:39:01 059 --  [TU90QMLVYXD5UMZYUQ==] GENERIC : Registering Customer Support
-- 2017-8-21 20:39:01 062 --  [TU90QMLVYXD5UMZYUQ==] Production Process : Customer support enrolled.
`,
    },
    {
      name: 'the enrolment failed for another reason',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:39:01 062 --  [TU90QMLVYXD5UMZYUQ==] Production Process Error : Customer support enrol failed.
`,
    },
  ],
});
