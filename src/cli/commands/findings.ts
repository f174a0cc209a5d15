// shoptrace findings: list, one with its lines, and what people say about them (ack, resolve, suppress, reopen).
import type { Command } from 'commander';
import { type FindingCommand, changeFindingState, findingCommands } from '../../actions/finding-state.js';
import type { FindingAnswer, RuleAnswer } from '../../model/answers.js';
import { ShoptraceError } from '../../model/errors.js';
import { type HumanState, severities } from '../../model/finding.js';
import { nearest } from '../../model/nearest.js';
import { bySeverity } from '../../queries/finding-answers.js';
import { matchingTransactions } from '../../queries/find-transaction.js';
import {
  countFindings,
  everyFinding,
  findingDetail,
  type FindingsParams,
  pendingFindings,
} from '../../queries/findings.js';
import { zoneOfDataset } from '../../queries/generation-notes.js';
import type { Dataset } from '../../queries/question.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson, printLines } from '../context.js';
import { parseInstant } from '../instant-input.js';
import { tellCut } from '../output/cut-list.js';
import { findingLines } from '../output/finding-text.js';
import { safeText } from '../output/safe-text.js';
import { amount } from '../output/table.js';
import { lineBlock } from '../output/transaction-text.js';
import { countOption, listOption, oneOf, withDataset } from '../project-access.js';
import { ruleNamed } from '../rule-names.js';

const STATES: readonly HumanState[] = ['open', 'acknowledged', 'resolved', 'suppressed', 'regressed'];
const MOST_PENDING = 1000;

interface ListOptions {
  readonly rule?: readonly string[];
  readonly case?: string;
  readonly state?: readonly string[];
  readonly severity?: readonly string[];
  readonly shop?: string;
  readonly withdrawn?: true;
  readonly pending?: true;
  readonly limit: number;
  readonly json?: true;
}

export function define(command: Command, context: CommandContext): void {
  command
    .argument('[id]', 'one finding, with its lines')
    .option('--rule <rule>', 'only of these rules, by id or code (repeat or separate by commas)', listOption)
    .option('--case <key>', 'only about this transaction, user, product …')
    .option('--state <state>', `only in these states: ${STATES.join(', ')}`, listOption)
    .option('--severity <severity>', `only of these: ${severities.join(', ')}`, listOption)
    .option('--shop <name>', 'only of this shop')
    .option('--withdrawn', 'findings that no longer hold')
    .option('--pending', 'what is due and has not come yet')
    .option('--limit <count>', 'at most so many', countOption('--limit', 1, 1_000_000), 1000)
    .option('--json', 'print JSON, one object a line')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace findings --severity high,critical', 'what is bad, the most severe first'],
        ['shoptrace findings ack 3kq7 --reason "ticket 4711"', 'somebody looks after it'],
      ]),
    )
    .action(async (id: string | undefined, options: ListOptions) => {
      await withDataset(command, context, async (dataset, project) => {
        if (id === undefined) await list({ dataset, rules: project.rules, options, context });
        else await show(id, { dataset, rules: project.rules, options, context });
      });
    });
  for (const name of findingCommands) defineChange(command, name, context);
}

interface Asked {
  readonly dataset: Dataset;
  readonly rules: readonly RuleAnswer[];
  readonly options: ListOptions;
  readonly context: CommandContext;
}

async function list(asked: Asked): Promise<void> {
  const { dataset, rules, options, context } = asked;
  const { found, total } = options.pending === true ? await pending(asked) : await standing(asked);
  const json = options.json === true;
  if (json) for (const finding of found) await printJson(context, finding);
  else {
    const zone = await zoneOfDataset(dataset);
    const lines = found.flatMap((finding) =>
      findingLines(finding, { palette: context.palette, zone, ids: true }),
    );
    await printLines(context, lines);
    if (found.length === 0) await printLines(context, [await nothingText(dataset, rules)]);
  }
  await tellCut(context, { shown: found.length, total, of: 'findings' }, { json });
}

interface Listed {
  readonly found: readonly FindingAnswer[];
  readonly total: number | null;
}

/** The most severe, within a severity the newest. */
async function standing(asked: Asked): Promise<Listed> {
  const { dataset, rules, options } = asked;
  const params = await paramsOf(asked);
  const found: FindingAnswer[] = [];
  for await (const finding of everyFinding(dataset, rules, { ...params, order: 'severity' })) {
    found.push(finding);
    if (found.length >= options.limit) break;
  }
  return { found, total: (await countFindings(dataset, params)).total };
}

/** "Nothing found" is stated: what was looked at. */
async function nothingText(dataset: Dataset, rules: readonly RuleAnswer[]): Promise<string> {
  const { casesJudged } = await dataset.detectionState();
  return `Nothing of that kind in dataset ${dataset.info.name}: ${amount(rules.length, 'rule')} looked at ${amount(casesJudged, 'case')}.`;
}

async function pending({ dataset, rules, options }: Asked): Promise<Listed> {
  const key = options.case === undefined ? null : await caseKey(dataset, options.case);
  const all = await pendingFindings(dataset, rules, {
    shop: options.shop,
    rules: ruleIds(options, rules),
    limit: MOST_PENDING,
  });
  const fitting = all.filter((finding) => key === null || finding.case.key === key).sort(bySeverity);
  const found = fitting.slice(0, options.limit);
  return { found, total: all.length === MOST_PENDING ? null : fitting.length };
}

async function paramsOf({
  dataset,
  rules,
  options,
}: Asked): Promise<Omit<FindingsParams, 'limit' | 'cursor'>> {
  return {
    rules: ruleIds(options, rules),
    shop: options.shop,
    caseKey: options.case === undefined ? undefined : await caseKey(dataset, options.case),
    states: options.state?.map((state) => oneOf(state, STATES, 'state')),
    severities: options.severity?.map((severity) => oneOf(severity, severities, 'severity')),
    verdicts: options.withdrawn === true ? ['withdrawn'] : undefined,
  };
}

/** Ids, or codes of the domain (`A4`). @throws rule-unknown */
function ruleIds(options: ListOptions, rules: readonly RuleAnswer[]): readonly string[] | undefined {
  return options.rule?.map((given) => ruleNamed(given, rules).id);
}

/** A transaction may be given as in `tx`; other cases by their whole key. */
async function caseKey(dataset: Dataset, given: string): Promise<string> {
  const known = await dataset.findings({ caseKey: given, order: 'newest', limit: 1 });
  if (known.items.length > 0) return given;
  const keys = await matchingTransactions(dataset, given);
  return keys.length === 1 && keys[0] !== undefined ? keys[0].id : given;
}

async function show(id: string, { dataset, rules, options, context }: Asked): Promise<void> {
  const detail = await findingDetail(dataset, rules, await wholeFindingId(dataset, id));
  if (detail === null) throw unknownFinding(id, dataset);
  if (options.json === true) return await printJson(context, detail);
  const { palette } = context;
  const zone = await zoneOfDataset(dataset);
  const due = detail.finding.evidence.flatMap((item) =>
    item.role === 'expected' ? [`  missing: ${safeText(item.what)}`] : [],
  );
  await printLines(context, [
    ...findingLines(detail.finding, { palette, zone, ids: true }),
    '',
    palette.bold('Lines'),
    ...lineBlock(detail.lines, palette),
    ...due,
    '',
    palette.bold('What to do'),
    `  ${safeText(detail.finding.advice)}`,
    ...detail.history.map((entry) =>
      palette.dim(safeText(`  ${entry.at} ${entry.state} by ${entry.by}: ${entry.reason ?? '–'}`)),
    ),
  ]);
}

function unknownFinding(id: string, dataset: Dataset): ShoptraceError {
  const [near] = nearest(id, findingCommands, 1);
  return new ShoptraceError(
    'finding-unknown',
    `There is no finding ${JSON.stringify(id)} in dataset ${dataset.info.name}`,
    near === undefined
      ? '`shoptrace findings` lists the ids.'
      : `Did you mean \`shoptrace findings ${near} ID\`?`,
  );
}

/** Ids may be cut as long as one finding begins so. */
async function wholeFindingId(dataset: Dataset, given: string): Promise<string> {
  const wanted = given.toLowerCase();
  if (wanted.length < 1 || (await dataset.finding(given)) !== null) return given;
  const begun: string[] = [];
  for await (const { id } of everyFinding(dataset, [], { verdicts: ['violated', 'late', 'withdrawn'] }))
    if (id.toLowerCase().startsWith(wanted)) begun.push(id);
  return begun.length === 1 ? (begun[0] ?? given) : given;
}

interface ChangeOptions {
  readonly reason?: string;
  readonly until?: string;
  readonly json?: true;
}

const MEANING: Readonly<Record<FindingCommand, string>> = {
  ack: 'somebody looks after it',
  resolve: 'its cause is gone; a new proof makes it regress',
  suppress: 'nobody needs to look at it, with a reason',
  reopen: 'back to open',
};

function defineChange(parent: Command, name: FindingCommand, context: CommandContext): void {
  const command = parent
    .command(`${name} <id>`)
    .description(MEANING[name])
    .option('--reason <text>', name === 'suppress' ? 'why (needed)' : 'why')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examplesText([
        [`shoptrace findings ${name} 3kq7 --reason "ticket 4711"`, 'ids may be cut while they stay clear'],
        [`shoptrace findings ${name} 3kq7 --reason "ticket 4711" --dataset live`, 'in this dataset'],
      ]),
    );
  if (name === 'suppress') command.option('--until <instant>', 'the suppression ends then');
  command.action(async (id: string, _own: ChangeOptions, called: Command) => {
    const options = called.optsWithGlobals<ChangeOptions>();
    await withDataset(
      called,
      context,
      async (dataset, project) => await change(name, id, options, { dataset, rules: project.rules, context }),
      'write',
    );
  });
}

async function change(
  name: FindingCommand,
  id: string,
  options: ChangeOptions,
  { dataset, rules, context }: Omit<Asked, 'options'>,
): Promise<void> {
  const finding = await wholeFindingId(dataset, id);
  const until =
    options.until === undefined ? null : parseInstant(options.until, await zoneOfDataset(dataset), '--until');
  const state = await changeFindingState(dataset, {
    finding,
    command: name,
    reason: options.reason ?? null,
    until,
    by: context.user,
    at: context.now(),
    version: null,
  });
  const detail = await findingDetail(dataset, rules, finding);
  if (options.json === true) await printJson(context, detail?.finding ?? { id: finding, state: state.state });
  else note(context, `finding ${finding} is ${state.state} now`);
}
