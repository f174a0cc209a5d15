// shoptrace doctor: looks for what keeps shoptrace from working well, and says what to do about it.
import type { Command } from 'commander';
import { examplesText } from '../command-line.js';
import { type CommandContext, printJson, printLines } from '../context.js';
import { type Check, examine } from '../examination.js';
import { safeText } from '../output/safe-text.js';

export function define(command: Command, context: CommandContext): void {
  command
    .option('--json', 'print JSON, one object a check')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace doctor', 'all checks; exit 1 when one fails'],
        ['shoptrace doctor --config /etc/shoptrace.yaml --json', 'of that configuration, for a script'],
      ]),
    )
    .action(async (options: { readonly json?: true }) => {
      const checks = await examine(command, context);
      if (checks.some(({ result }) => result === 'bad')) context.exitCode = 1;
      if (options.json === true)
        for (const check of checks) await printJson(context, { type: 'check', ...check });
      else
        await printLines(
          context,
          checks.flatMap((check) => checkLines(check, context)),
        );
    });
}

function checkLines({ name, result, message, hint }: Check, { palette }: CommandContext): string[] {
  const marks = {
    good: palette.good('ok      '),
    warning: palette.severity('medium', 'warning '),
    bad: palette.bad('failed  '),
  };
  return [
    `${marks[result]}  ${name}: ${safeText(message)}`,
    ...(hint === null ? [] : [`            ${safeText(hint)}`]),
  ];
}
