// shoptrace gaps: order numbers that are missing, late or given twice, and why; imports of a merchant's tables and logs.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ShoptraceError } from '../../model/errors.js';
import type { ImportedFile } from '../../model/jobs.js';
import type { Platform } from '../../model/sequences/number-fact.js';
import type { GapAnswer, GapsAnswer } from '../../model/sequence-answers.js';
import { gaps } from '../../queries/gaps.js';
import { zoneOfDataset } from '../../queries/generation-notes.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson, printLines } from '../context.js';
import { failureLines } from '../failure.js';
import { parseInstant } from '../instant-input.js';
import { gapsLines } from '../output/gaps-text.js';
import { csvReport } from '../output/gaps-csv.js';
import { htmlReport } from '../output/gaps-report.js';
import { importLines } from '../output/import-text.js';
import { itemsOfSeries } from '../output/of-series.js';
import { countOption, listOption, oneOf, readingOf, withDataset, withProject } from '../project-access.js';

/** So many series are named where one is not known. */
const MOST_SERIES = 20;
const PLATFORMS: readonly Platform[] = ['m1', 'openmage', 'm2'];

interface GapsOptions {
  readonly series?: readonly string[];
  readonly shop?: string;
  readonly asOf?: string;
  readonly report?: string;
  readonly limit: number;
  readonly json?: true;
}

export function define(command: Command, context: CommandContext): void {
  command
    .option('--series <series>', 'only of these series (repeat or separate by commas)', listOption)
    .option('--shop <name>', 'only of this shop')
    .option('--as-of <instant>', 'judge as if every source had spoken until then')
    .option('--report <file>', 'write a report for auditors: FILE.html or FILE.csv')
    .option('--limit <count>', 'told in full, of each kind', countOption('--limit', 1, 1_000_000), 50)
    .option('--json', 'print JSON, one object a line: series, holes, late numbers, duplicates')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace gaps', 'which order numbers are missing, and why'],
        ['shoptrace gaps --report numbers.html', 'the same as a report for auditors'],
      ]),
    )
    .action(async (options: GapsOptions) => await show(command, context, options));
  defineImport(command, context);
}

async function show(command: Command, context: CommandContext, options: GapsOptions): Promise<void> {
  await withDataset(command, context, async (dataset, project) => {
    const zone = await zoneOfDataset(dataset);
    const asOf = options.asOf === undefined ? null : parseInstant(options.asOf, zone, '--as-of');
    const answer = await gaps(dataset, {
      series: options.series ?? [],
      shop: options.shop,
      asOf,
      settings: project.sequenceSettings,
    });
    askedFor(answer, options);
    for (const one of answer.notes) note(context, one);
    if (options.report !== undefined) writeReport(options.report, answer, asOf, context);
    else if (options.json === true) for (const one of inOrder(answer)) await printJson(context, one);
    else await printLines(context, gapsLines(answer, { palette: context.palette, limit: options.limit }));
  });
}

/** @throws usage for a series or shop that the dataset does not have */
function askedFor({ known, dataset }: GapsAnswer, { series = [], shop }: GapsOptions): void {
  const shops = [...new Set(known.map((one) => one.shop))];
  if (shop !== undefined && known.length > 0 && !shops.includes(shop))
    throw new ShoptraceError(
      'usage',
      `No order numbers of shop ${JSON.stringify(shop)} are in dataset ${dataset}`,
      `Its shops with order numbers: ${shops.join(', ')}.`,
    );
  const ids = known.filter((one) => shop === undefined || one.shop === shop).map((one) => one.series);
  const unknown = series.find((id) => !ids.includes(id));
  if (unknown === undefined || known.length === 0) return;
  const some = [...new Set(ids)];
  const rest = some.length - MOST_SERIES;
  throw new ShoptraceError(
    'usage',
    `Dataset ${dataset} has no series ${JSON.stringify(unknown)}`,
    `Its series: ${some.slice(0, MOST_SERIES).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}.`,
  );
}

/** Each series, then what belongs to it. */
function inOrder(answer: GapsAnswer): GapAnswer[] {
  const { holes, late, duplicates } = itemsOfSeries(answer);
  const ofSeries = answer.series.flatMap((series): GapAnswer[] => [
    series,
    ...holes(series),
    ...late(series),
    ...duplicates(series),
  ]);
  return [...ofSeries, ...answer.payments];
}

function writeReport(file: string, answer: GapsAnswer, asOf: number | null, context: CommandContext): void {
  const path = resolve(context.around.cwd, file);
  const isCsv = /\.csv$/i.test(file);
  if (!isCsv && !/\.html?$/i.test(file))
    throw new ShoptraceError(
      'usage',
      `--report ${JSON.stringify(file)} names no known form`,
      'Name FILE.html or FILE.csv.',
    );
  if (answer.series.length === 0 && answer.payments.length === 0)
    throw new ShoptraceError(
      'no-numbers',
      `Dataset ${answer.dataset} holds no order numbers: there is nothing to report on`,
      'Read a trace that prints them (shoptrace replay FILE), or exports and logs (shoptrace gaps import FILE); another dataset is named with --dataset.',
    );
  const frame = {
    version: context.version,
    madeAt: new Date(context.now()).toISOString(),
    asOf: asOf === null ? null : new Date(asOf).toISOString(),
  };
  try {
    writeFileSync(path, isCsv ? csvReport(answer) : htmlReport(answer, frame));
  } catch (error) {
    throw new ShoptraceError(
      'path-unreadable',
      `${path} cannot be written`,
      'Check the folder and its rights.',
      {
        cause: error,
      },
    );
  }
  note(context, `Report written: ${file}`);
}

interface ImportOptions {
  readonly zone?: string;
  readonly shop?: string;
  readonly platform?: string;
  readonly quoteLife?: number;
  readonly first?: string;
  readonly last?: string;
  readonly takenAt?: string;
  readonly map?: readonly string[];
  readonly dryRun?: true;
  readonly json?: true;
}

function defineImport(command: Command, context: CommandContext): void {
  const inner = command.command('import').summary('read exports of orders, carts, payments, and logs');
  inner
    .description('read exports of orders, carts and payments, logs of the shop and of the web server')
    .argument('<file...>', 'CSV, NDJSON, logs; plain or gzip')
    .option('--zone <zone>', 'zone of times that print none (default: UTC); a grid prints local times')
    .option('--shop <name>', 'shop they belong to (default: default)')
    .option('--platform <platform>', `${PLATFORMS.join(', ')}: how numbers look and how long carts live`)
    .option(
      '--quote-life <days>',
      'days that a cart is kept after its last change',
      countOption('--quote-life', 1, 36_500),
    )
    .option('--first <number>', 'first number that is expected')
    .option('--last <number>', 'last number that is expected')
    .option('--taken-at <instant>', 'when the export was taken (default: its latest time)')
    .option('--map <field=column>', 'what a column holds (repeat)', listOption)
    .option('--dry-run', 'tell what the files are and which columns are used; keep nothing')
    .option('--json', 'print JSON, one object a file')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace gaps import orders.csv --zone Europe/Paris --dry-run', 'what the file was taken for'],
        [
          'shoptrace gaps import orders.csv quotes.csv gateway.csv --platform m1',
          'all that helps to explain',
        ],
      ]),
    )
    .action(async (paths: string[], options: ImportOptions) => {
      await runImport(inner, context, paths, options);
    });
}

async function runImport(
  command: Command,
  context: CommandContext,
  paths: readonly string[],
  options: ImportOptions,
): Promise<void> {
  const { zone, shop } = readingOf(
    {
      ...(options.zone === undefined ? {} : { zone: options.zone }),
      ...(options.shop === undefined ? {} : { shop: options.shop }),
    },
    context,
  );
  await withProject(command, context, async (project) => {
    const { dataset, files } = await project.importTables({
      paths,
      dataset: project.settings.dataset,
      shop,
      zone,
      platform: options.platform === undefined ? null : oneOf(options.platform, PLATFORMS, 'platform'),
      quoteLifeDays: options.quoteLife ?? null,
      first: options.first ?? null,
      last: options.last ?? null,
      takenAt:
        options.takenAt === undefined ? null : parseInstant(options.takenAt, zone ?? 'UTC', '--taken-at'),
      map: (options.map ?? []).map(fieldAndColumn),
      dryRun: options.dryRun === true,
      now: context.now(),
    });
    for (const { table, problem } of files) {
      if (options.json === true && table !== null)
        await printJson(context, { type: 'import', dataset, ...table });
      if (problem !== null) note(context, failureLines(problem).join('\n'));
    }
    if (options.json !== true)
      await printLines(
        context,
        importLines(files, { dataset, dryRun: options.dryRun === true, palette: context.palette }),
      );
    context.exitCode = exitCode(files);
  });
}

function exitCode(files: readonly ImportedFile[]): number {
  return Math.max(0, ...files.map(({ problem }) => problem?.exitCode ?? 0));
}

function fieldAndColumn(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0 && at < text.length - 1) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  throw new ShoptraceError(
    'usage',
    `--map ${JSON.stringify(text)} is not FIELD=COLUMN`,
    'Such as --map number=Beleg.',
  );
}
