// A20: no support course is defined for a product.

import { text } from '../../model/texts/render.js';
import { neverRule } from './line-rule.js';

export const supportUndefined = neverRule({
  id: 'support-undefined',
  codes: ['A20'],
  title: 'Support undefined',
  severity: 'low',
  version: 1,
  firesWhen: 'A line says that no customer support area is defined; counted are lines.',
  staysQuietWhen: 'The product or the shop names a course.',
  cannotSee: 'Which product it was, where the line names none.',
  advice: text('support-undefined.advice'),
  thresholds: {},
  never: (event) => event.code === 'ENR3' || event.code === 'ASG2',
  summary: (found) => text('support-undefined.summary', { count: found.length }),
  tests: [
    {
      name: 'no area defined',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:39:01 062 --  [TU90QMLVYXD5UMZYUQ==] STD_ENROL_ONE_COURSE Prepay Warning : No customer support area defined.
`,
    },
    {
      name: 'the default of the shop is used',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:39:01 062 --  [TU90QMLVYXD5UMZYUQ==] STD_ENROL_ONE_COURSE Prepay Warning : Customer support defaults to shop settings.
`,
    },
  ],
});
