// shoptrace shop: the reference shop writes traces, live or by a virtual clock.
import type { Command } from 'commander';
import type { core } from 'zod';
import type { ShopReport } from '../../shop/index.js';
import { ShoptraceError } from '../../model/errors.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson } from '../context.js';
import { byteText, grouped } from '../output/table.js';

const OPTIONS: readonly (readonly [flags: string, description: string])[] = [
  ['--out <file>', 'file the trace is written to (needed)'],
  ['--mail <file>', 'file of the mail trace'],
  ['--labels <file>', 'NDJSON file that says what is true about the trace'],
  ['--platform <name>', 'moodle, or of the Magento kind: magento, openmage, magento2'],
  ['--exports <folder>', 'Magento: what a merchant can export: orders, quotes, payments, logs'],
  ['--stores <count>', 'Magento: stores, each with a counter of its own; default 2'],
  ['--nodes <count>', 'Magento: nodes of the database cluster; default 1'],
  ['--era <year>', 'code of the shop: 2017 (form B) or 2025 (form C)'],
  ['--seed <number>', 'the same seed gives the same bytes'],
  ['--from <date>', 'where the virtual clock begins; Magento, live: history from there on'],
  ['--days <count>', 'new orders come in for so many days'],
  ['--orders <count>', 'so many orders'],
  ['--lines <count>', 'no new orders after so many lines'],
  ['--speed <speed>', 'max, or x10 for ten times as fast as the clock'],
  ['--live', 'on the real clock until Ctrl-C'],
  ['--orders-per-day <count>', 'default 400; live two a second'],
  ['--zone <zone>', 'time zone of the server'],
  ['--faults <rates>', 'default, none, or failingProduct=0.02,abandoned=0.1'],
  ['--rotate-bytes <count>', 'live: a new file after so many bytes'],
  ['--rotate-hours <count>', 'live: a new file after so many hours'],
  ['--keep-days <count>', 'live: rotated files are removed after so many days'],
  ['--json', 'print the report as JSON'],
];

export function define(command: Command, context: CommandContext): void {
  for (const [flags, description] of OPTIONS) command.option(flags, description);
  command
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace shop --out shop.log --labels shop.ndjson --seed 7 --orders 5000', 'a log and its truth'],
        [
          'shoptrace shop --platform magento --out numbers.log --exports tables --labels numbers.ndjson',
          'order numbers with gaps, and the exports that explain them',
        ],
        ['shoptrace shop --out shop.log --live', 'orders come in as you watch'],
      ]),
    )
    .action(async ({ json, ...given }: Record<string, unknown>) => {
      const report = await run(given, context);
      if (json === true) await printJson(context, { type: 'shop', ...report });
      else
        note(
          context,
          `${grouped(report.orders)} orders, ${grouped(report.lines)} records, ${byteText(report.bytes)}, ${grouped(report.labels)} labels`,
        );
    });
}

async function run(given: Record<string, unknown>, context: CommandContext): Promise<ShopReport> {
  const { runShop, shopOptions } = await import('../../shop/index.js');
  const options = shopOptions.safeParse(given);
  if (!options.success) {
    const [issue] = options.error.issues;
    const name = String(issue?.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const missing = name !== '' && given[String(issue?.path[0])] === undefined;
    throw new ShoptraceError(
      'usage',
      missing
        ? `--${name} is needed`
        : `--${name} ${String(given[String(issue?.path[0])])} is not possible: ${why(issue)}`,
      '`shoptrace shop --help` shows the options with examples.',
    );
  }
  return await runShop(options.data, { now: context.now, signal: context.interrupted });
}

/** What is wrong with a value, in words. */
function why(issue: core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number is needed' : `a ${issue.expected} is needed`;
    case 'too_small':
      return issue.inclusive === true ? `at least ${issue.minimum}` : `more than ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    default:
      return issue?.message ?? '';
  }
}
