// shoptrace ledger: where every byte, line and record of each file went.
import type { Command } from 'commander';
import { zoneOfDataset } from '../../queries/generation-notes.js';
import { judged } from '../../queries/judged.js';
import { ledgerNotes, ledgers, type LedgerNote } from '../../queries/ledger.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, printJson, printLines } from '../context.js';
import { reportFailure } from '../failure.js';
import { noteJudging } from '../judging-note.js';
import { brokenLedgers } from '../ledger-check.js';
import { safeText } from '../output/safe-text.js';
import { amount } from '../output/table.js';
import { ledgerTable } from '../output/read-text.js';
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
        const notes = await ledgerNotes(dataset);
        if (options.json === true)
          for (const item of items) await printJson(context, { ...item, ...notes.get(item.generation) });
        else
          await printLines(context, [
            ...ledgerTable(
              items.map((ledger) => ({ ledger })),
              context.palette,
            ),
            ...items.flatMap(({ file, generation }) => noteLines(file, notes.get(generation))),
          ]);
        noteJudging(context, dataset.info.name, await judged(dataset), await zoneOfDataset(dataset));
        for (const error of brokenLedgers(items)) context.exitCode = reportFailure(error, context);
      });
    });
}

/** How the figures above come to be larger than the file. */
function noteLines(file: string, note: LedgerNote | undefined): string[] {
  if (note === undefined) return [];
  const { own, again, pruned } = note;
  const name = safeText(file);
  return [
    ...(again === 0
      ? []
      : [
          `  ${name}: ${amount(own.lines, 'line')} of its own; ${amount(again, 'line')} more were read in copies of it, or in itself again (duplicate)`,
        ]),
    ...(pruned === null
      ? []
      : [
          `  ${name}: ${amount(pruned.records, 'record')} (${amount(pruned.bytes, 'byte')}) at its beginning were deleted because they were old`,
        ]),
  ];
}
