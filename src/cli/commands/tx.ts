// shoptrace tx: the verdict and story of a transaction; several or none; the newest; the very bytes.
import type { Command } from 'commander';
import type { NotFoundAnswer } from '../../model/answers.js';
import {
  findTransaction,
  matchingTransactions,
  type TransactionKey,
} from '../../queries/find-transaction.js';
import { zoneOfDataset } from '../../queries/generation-notes.js';
import type { Dataset } from '../../queries/question.js';
import { rawRecords } from '../../queries/raw-lines.js';
import { transaction } from '../../queries/transaction.js';
import { listTransactions } from '../../queries/transactions.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson, printLines } from '../context.js';
import { tellCut } from '../output/cut-list.js';
import { notFoundLines, transactionTable } from '../output/list-text.js';
import { transactionLines } from '../output/transaction-text.js';
import { countOption, withDataset } from '../project-access.js';
import type { Project } from '../../app/project-contract.js';

const MOST_TRANSACTIONS = 1000;

interface Options {
  readonly raw?: true;
  readonly json?: true;
  readonly shop?: string;
  readonly limit: number;
}

export function define(command: Command, context: CommandContext): void {
  command
    .argument('[id...]', 'ID, its first 6 characters or more, [ID], lower case, or a pasted line in quotes')
    .option('--raw', 'print the very bytes of the records')
    .option('--shop <name>', 'only of this shop')
    .option('--limit <count>', 'without ID: how many', countOption('--limit', 1, MOST_TRANSACTIONS), 50)
    .option('--json', 'print JSON, one object a line')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace tx TU90QMLVYXD5UMZYUQ==', 'what happened to this order, and what to do'],
        ['shoptrace tx tu90qm --json', 'the same for a script, by the first characters'],
      ]),
    )
    .action(async (ids: string[], options: Options) => {
      await withDataset(command, context, async (dataset, project) => {
        if (ids.length === 0) return await newest(dataset, options, context);
        for (const [index, id] of ids.entries()) {
          if (index > 0 && options.json !== true && options.raw !== true) await printLines(context, ['', '']);
          await one(id, { dataset, project, options, context });
        }
      });
    });
}

interface Asked {
  readonly dataset: Dataset;
  readonly project: Project;
  readonly options: Options;
  readonly context: CommandContext;
}

async function one(query: string, { dataset, project, options, context }: Asked): Promise<void> {
  const names = (await project.store.datasets()).map(({ name }) => name);
  const otherDatasets = names.filter((name) => name !== dataset.info.name);
  const answer = await findTransaction(dataset, { query, shop: options.shop, otherDatasets });
  if (answer.found === null) {
    const elsewhere = answer.notFound.matches.length > 0 ? [] : await holders(query, otherDatasets, project);
    const [only] = elsewhere;
    if (only !== undefined && elsewhere.length === 1 && project.settings.dataset === null) {
      note(context, `not in dataset ${dataset.info.name}; dataset ${only.info.name} has it`);
      return await one(query, { dataset: only, project, options, context });
    }
    const foundIn = elsewhere.map(({ info }) => info.name);
    return await notFound({ ...answer.notFound, foundIn }, { dataset, project, options, context });
  }
  if (options.raw === true) return await raw(dataset, answer.found, context);
  const told = await transaction(dataset, project.rules, answer.found);
  if (told === null) return;
  if (options.json === true) await printJson(context, told);
  else await printLines(context, transactionLines(told, context.palette));
}

/** The other datasets that know what is meant. */
async function holders(
  query: string,
  names: readonly string[],
  project: Project,
): Promise<readonly Dataset[]> {
  const found: Dataset[] = [];
  for (const name of names) {
    const { dataset } = await project.dataset(name);
    if ((await matchingTransactions(dataset, query)).length > 0) found.push(dataset);
  }
  return found;
}

async function notFound(answer: NotFoundAnswer, { dataset, options, context }: Asked): Promise<void> {
  context.exitCode = 1;
  if (options.json === true) return await printJson(context, answer);
  await printLines(context, notFoundLines(answer, await zoneOfDataset(dataset), context.palette));
}

async function raw(dataset: Dataset, key: TransactionKey, context: CommandContext): Promise<void> {
  const events = await dataset.transactionEvents(key.shop, key.id);
  for await (const bytes of rawRecords(
    dataset,
    events.map(({ event }) => event),
  ))
    await context.streams.out(bytes);
}

async function newest(dataset: Dataset, options: Options, context: CommandContext): Promise<void> {
  const page = await listTransactions(dataset, { shop: options.shop, limit: options.limit });
  const json = options.json === true;
  if (json) for (const item of page.items) await printJson(context, item);
  else if (page.items.length === 0)
    await printLines(context, [`Dataset ${dataset.info.name} holds no transactions.`]);
  else await printLines(context, transactionTable(page.items, await zoneOfDataset(dataset), context.palette));
  if (page.nextCursor === null) return;
  const total = options.shop === undefined ? await dataset.transactionCount() : null;
  const cut = { shown: page.items.length, total, of: 'transactions' };
  await tellCut(context, cut, { json, greatest: MOST_TRANSACTIONS });
}
