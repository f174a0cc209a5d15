// shoptrace ledger: where every byte, line and record of each file went.
import type { Command } from 'commander';
import { ledgerProblems } from '../../model/block.js';
import { ledgers } from '../../queries/ledger.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson, printLines } from '../context.js';
import { ledgerTable } from '../output/read-text.js';
import { safeText } from '../output/safe-text.js';
import { withDataset } from '../project-access.js';

export function define(command: Command, context: CommandContext): void {
  command
    .option('--json', 'print JSON, one object a file')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace ledger', 'all files of the dataset; exit 1 when a sum does not hold'],
        ['shoptrace ledger --dataset r-abc --json', 'the same of a replay, for a script'],
      ]),
    )
    .action(async (options: { readonly json?: true }) => {
      await withDataset(command, context, async (dataset) => {
        const items = await ledgers(dataset);
        if (options.json === true) for (const item of items) await printJson(context, item);
        else
          await printLines(
            context,
            ledgerTable(
              items.map((ledger) => ({ ledger })),
              context.palette,
            ),
          );
        for (const item of items)
          for (const problem of ledgerProblems(item)) {
            context.exitCode = 1;
            note(
              context,
              `shoptrace: the ledger of ${safeText(item.file)} does not add up: ${problem} [ledger-broken]`,
            );
          }
      });
    });
}
