// shoptrace datasets: list, drop one, prune old replays.
import type { Command } from 'commander';
import { before } from '../../actions/age.js';
import { dropDataset, oldLines, pruneDatasets, pruneLines } from '../../actions/datasets.js';
import { ShoptraceError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import { datasets } from '../../queries/datasets.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson, printLines } from '../context.js';
import { noteJudging } from '../judging-note.js';
import { datasetTable } from '../output/list-text.js';
import { withProject } from '../project-access.js';

interface Options {
  readonly json?: true;
  readonly olderThan?: string;
  readonly linesOlderThan?: string;
  readonly dryRun?: true;
}

export function define(command: Command, context: CommandContext): void {
  command
    .argument('[action]', 'list (default), drop NAME or prune')
    .option('--json', 'print JSON, one object a dataset')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace datasets', 'what is there, and what it covers'],
        ['shoptrace datasets prune --older-than 12mo --dry-run', 'which replays would go'],
      ]),
    )
    .action(async (action: string | undefined, options: Options) => {
      if (action !== undefined) throw unknownAction(action);
      await list(command, options, context);
    });
  defineList(command, context);
  defineDrop(command, context);
  definePrune(command, context);
}

function unknownAction(action: string): ShoptraceError {
  const [near] = nearest(action, ['list', 'drop', 'prune'], 1);
  return new ShoptraceError(
    'usage',
    `There is no \`datasets ${action}\``,
    `${near === undefined ? '' : `Did you mean ${near}? `}There are: list, drop NAME, prune.`,
  );
}

async function list(command: Command, options: Options, context: CommandContext): Promise<void> {
  await withProject(command, context, async ({ store }) => {
    const items = await datasets(store);
    if (options.json === true) for (const item of items) await printJson(context, item);
    else if (items.length > 0) await printLines(context, datasetTable(items, context.palette));
    else note(context, 'There is no dataset yet: `shoptrace replay FILE` or `shoptrace start` makes one.');
    for (const { name, judged, zone } of items) noteJudging(context, name, judged, zone ?? 'UTC');
  });
}

function defineList(parent: Command, context: CommandContext): void {
  parent
    .command('list')
    .description('what is there, and what it covers')
    .option('--json', 'print JSON, one object a dataset')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace datasets list', 'as a table'],
        ['shoptrace datasets list --json', 'for a script'],
      ]),
    )
    .action(async (_own: Options, called: Command) => {
      await list(called, called.optsWithGlobals<Options>(), context);
    });
}

function defineDrop(parent: Command, context: CommandContext): void {
  parent
    .command('drop <name>')
    .description('delete a dataset with its bytes, findings and what people said about them')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace datasets drop r-wvkkeulc4l6kuk3u', 'a replay that is not needed any more'],
        ['shoptrace datasets drop live', 'everything that was followed; the files stay'],
      ]),
    )
    .action(async (name: string, _own: Options, called: Command) => {
      await withProject(called, context, async ({ store }) => {
        await dropDataset(store, name);
        note(context, `dataset ${name} is gone`);
      });
    });
}

function definePrune(parent: Command, context: CommandContext): void {
  parent
    .command('prune')
    .description('delete replays made longer ago than an age, or old lines of one dataset')
    .option('--older-than <age>', 'such as 90d or 12mo (default: retention.datasets of the configuration)')
    .option('--lines-older-than <age>', 'delete old lines of the dataset instead, and no replay')
    .option('--dry-run', 'only tell which replays, or how many lines, would go')
    .option('--json', 'print JSON, one object a dataset')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace datasets prune --older-than 12mo --dry-run', 'only tell which'],
        [
          'shoptrace datasets prune --lines-older-than 12mo',
          'lines of the live dataset; findings you touched stay',
        ],
      ]),
    )
    .action(async (_own: Options, called: Command) => {
      await prune(called, called.optsWithGlobals<Options>(), context);
    });
}

/** @throws usage, dataset-unknown, dataset-busy */
async function pruneOldLines(called: Command, options: Options, context: CommandContext): Promise<void> {
  const age = options.linesOlderThan ?? '';
  if (options.olderThan !== undefined)
    throw new ShoptraceError(
      'usage',
      '--lines-older-than does not go with --older-than',
      'Replays and lines are pruned by a call each.',
    );
  const linesBefore = before(context.now(), age);
  await withProject(called, context, async ({ store, settings }) => {
    const which = { dataset: settings.dataset, before: linesBefore };
    if (options.dryRun === true) {
      const old = await oldLines(store, which);
      if (options.json === true) await printJson(context, { type: 'pruned-lines', dryRun: true, ...old });
      else
        await printLines(context, [
          `${old.dataset}: ${old.records} records are older than ${age}, without those of altered copies; records in blocks that hold newer ones, too, would stay`,
        ]);
      return;
    }
    const pruned = await pruneLines(store, which);
    const { dataset, blocks, records } = pruned;
    if (options.json === true) await printJson(context, { type: 'pruned-lines', ...pruned });
    else
      await printLines(context, [
        blocks === 0
          ? `${dataset}: no block holds only lines older than ${age}`
          : `${dataset}: ${records} records in ${blocks} blocks are gone`,
      ]);
  });
}

async function prune(called: Command, options: Options, context: CommandContext): Promise<void> {
  if (options.linesOlderThan !== undefined) {
    await pruneOldLines(called, options, context);
    return;
  }
  await withProject(called, context, async ({ store, settings }) => {
    const age = options.olderThan ?? settings.retention.datasets;
    if (age === undefined)
      throw new ShoptraceError(
        'usage',
        'No age was given to `datasets prune`',
        'Give --older-than 12mo, or retention.datasets in the configuration.',
      );
    const dryRun = options.dryRun === true;
    const names = await pruneDatasets(store, { madeBefore: before(context.now(), age), dryRun });
    for (const name of names) {
      if (options.json === true) await printJson(context, { type: 'pruned', dataset: name, dryRun });
      else await printLines(context, [dryRun ? `${name} would go` : `${name} is gone`]);
    }
    if (names.length === 0) note(context, `no replay is older than ${age}`);
  });
}
