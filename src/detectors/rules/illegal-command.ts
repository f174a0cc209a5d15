// A14: the URL asked the production controller for a command that it does not have.
import { textField } from '../../model/transaction/record-kinds.js';
import { distinct } from '../../model/transaction/runs.js';
import { listed } from '../../model/texts/words.js';
import { text } from '../../model/texts/render.js';
import { neverRule } from './line-rule.js';

export const illegalCommand = neverRule({
  id: 'illegal-command',
  codes: ['A14'],
  title: 'Illegal command',
  severity: 'medium',
  version: 1,
  firesWhen: 'A line says `Illegal production command`; counted are lines.',
  staysQuietWhen: 'The command is one that the controller knows.',
  cannotSee: "Who sent it: look up the second in the web server's log.",
  advice: text('illegal-command.advice'),
  thresholds: {},
  never: (event) => event.code === 'PRD14',
  summary: (found) =>
    text('illegal-command.summary', {
      count: found.length,
      commands: listed(distinct(found.map((event) => textField(event, 'command')))),
    }),
  tests: [
    {
      name: 'a tampered URL',
      expect: 'fires',
      count: 1,
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Error : Illegal production command destroy.
`,
    },
    {
      name: 'a full production',
      expect: 'quiet',
      lines: `-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from SOLDOUT ...
`,
    },
  ],
});
