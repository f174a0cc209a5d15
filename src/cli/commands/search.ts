// shoptrace search: lines that hold all the words.
import type { Command } from 'commander';
import type { LineAnswer } from '../../model/answers.js';
import type { Level } from '../../model/event.js';
import { zoneOfDataset } from '../../queries/generation-notes.js';
import { absentValues, type AbsentValue } from '../../queries/absent-values.js';
import { searchLines } from '../../queries/lines.js';
import { matchingTransactions } from '../../queries/find-transaction.js';
import type { Dataset } from '../../queries/question.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson, printLines } from '../context.js';
import { parseInstant } from '../instant-input.js';
import { tellCut } from '../output/cut-list.js';
import { lineBlock } from '../output/transaction-text.js';
import { countOption, listOption, oneOf, withDataset } from '../project-access.js';

const LEVELS: readonly Level[] = ['info', 'success', 'warning', 'error'];
const PAGE = 500;

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly action?: readonly string[];
  readonly code?: readonly string[];
  readonly level?: readonly string[];
  readonly tx?: string;
  readonly shop?: string;
  readonly oldest?: true;
  readonly limit: number;
  readonly json?: true;
}

export function define(command: Command, context: CommandContext): void {
  command
    .argument('[words...]', 'all must occur; the last may be the beginning of a word')
    .option('--from <instant>', 'not before this instant')
    .option('--to <instant>', 'before this instant')
    .option(
      '--action <action>',
      'only these actions, such as order.placed (repeat or separate by commas)',
      listOption,
    )
    .option('--code <code>', 'only these message codes, such as PLC2', listOption)
    .option('--level <level>', `only these levels: ${LEVELS.join(', ')}`, listOption)
    .option('--tx <id>', 'only of this transaction')
    .option('--shop <name>', 'only of this shop')
    .option('--oldest', 'oldest first (default: newest first)')
    .option('--limit <count>', 'at most so many', countOption('--limit', 1, 1_000_000), 50)
    .option('--json', 'print JSON, one object a line')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace search support course --level error', 'errors about support courses'],
        ['shoptrace search --action order.placed --from 2017-08-21 --json', 'placements for a script'],
      ]),
    )
    .action(async (words: string[], options: Options) => {
      await withDataset(command, context, async (dataset) => {
        await search(words, { dataset, options, context });
      });
    });
}

async function search(
  words: readonly string[],
  { dataset, options, context }: { dataset: Dataset; options: Options; context: CommandContext },
): Promise<void> {
  const filter = await filterOf(words, options, dataset);
  let left = options.limit;
  let cursor: string | undefined;
  let found = 0;
  do {
    const page = await searchLines(dataset, {
      filter,
      order: options.oldest === true ? 'oldest' : 'newest',
      limit: Math.min(left, PAGE),
      cursor,
    });
    found += page.items.length;
    left -= page.items.length;
    await print(page.items, options, context);
    cursor = left > 0 ? (page.nextCursor ?? undefined) : undefined;
    if (left <= 0 && page.nextCursor !== null)
      await tellCut(context, { shown: found, total: null, of: 'lines' }, { json: options.json === true });
  } while (cursor !== undefined);
  if (found > 0) return;
  if (options.json !== true) note(context, `no line of dataset ${dataset.info.name} fits`);
  for (const absent of await absentValues(dataset, filter)) note(context, absentText(absent));
}

const MOST_NAMED = 8;

function absentText({ what, value, near, there }: AbsentValue): string {
  const none = `no line has the ${what} ${JSON.stringify(value)}`;
  if (near.length > 0) return `${none}; did you mean ${near.join(' or ')}?`;
  const named = there.length > MOST_NAMED ? [...there.slice(0, MOST_NAMED), '…'] : there;
  return named.length === 0 ? none : `${none}; there are: ${named.join(', ')}`;
}

async function print(lines: readonly LineAnswer[], options: Options, context: CommandContext): Promise<void> {
  if (options.json === true) for (const line of lines) await printJson(context, line);
  else await printLines(context, lineBlock(lines, context.palette));
}

async function filterOf(words: readonly string[], options: Options, dataset: Dataset) {
  const zone = await zoneOfDataset(dataset);
  return {
    words: words.length === 0 ? undefined : words.join(' '),
    from: options.from === undefined ? undefined : parseInstant(options.from, zone, '--from'),
    to: options.to === undefined ? undefined : parseInstant(options.to, zone, '--to'),
    shop: options.shop,
    actions: options.action,
    codes: options.code,
    levels: options.level?.map((level) => oneOf(level, LEVELS, 'level')),
    transaction: options.tx === undefined ? undefined : await wholeId(dataset, options.tx),
  };
}

/** The whole ID where what was typed means just one; as typed otherwise. */
async function wholeId(dataset: Dataset, query: string): Promise<string> {
  const keys = await matchingTransactions(dataset, query);
  const ids = new Set(keys.map(({ id }) => id));
  const [id] = ids;
  return id !== undefined && ids.size === 1 ? id : query;
}
