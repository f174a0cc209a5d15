// shoptrace rules: list, show, test.
import type { Command } from 'commander';
import { ShoptraceError } from '../../model/errors.js';
import type { RuleTestResult } from '../../model/jobs.js';
import { nearest } from '../../model/nearest.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, printJson, printLines } from '../context.js';
import { ruleLines, ruleTable } from '../output/list-text.js';
import { safeText } from '../output/safe-text.js';
import { withProject } from '../project-access.js';
import { ruleNamed } from '../rule-names.js';

interface Options {
  readonly json?: true;
}

export function define(command: Command, context: CommandContext): void {
  command
    .argument('[action]', 'list (default), show RULE or test')
    .option('--json', 'print JSON, one object a rule')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace rules', 'what is looked for'],
        ['shoptrace rules show production-repeated', 'when it fires, when not, its thresholds'],
      ]),
    )
    .action(async (action: string | undefined, options: Options) => {
      if (action !== undefined) throw unknownAction(action);
      await list(command, options, context);
    });
  defineList(command, context);
  defineShow(command, context);
  defineTest(command, context);
}

function unknownAction(action: string): ShoptraceError {
  const [near] = nearest(action, ['list', 'show', 'test'], 1);
  return new ShoptraceError(
    'usage',
    `There is no \`rules ${action}\``,
    `${near === undefined ? '' : `Did you mean ${near}? `}There are: list, show RULE, test.`,
  );
}

async function list(command: Command, options: Options, context: CommandContext): Promise<void> {
  await withProject(command, context, async ({ rules }) => {
    if (options.json === true) for (const rule of rules) await printJson(context, rule);
    else await printLines(context, ruleTable(rules, context.palette));
  });
}

function defineList(parent: Command, context: CommandContext): void {
  parent
    .command('list')
    .description('what is looked for')
    .option('--json', 'print JSON, one object a rule')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace rules list', 'as a table'],
        ['shoptrace rules list --json', 'with everything, for a script'],
      ]),
    )
    .action(async (_own: Options, called: Command) => {
      await list(called, called.optsWithGlobals<Options>(), context);
    });
}

function defineShow(parent: Command, context: CommandContext): void {
  parent
    .command('show <rule>')
    .description('when a rule fires, when it stays quiet, what it cannot see, its thresholds')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace rules show production-repeated', 'by id'],
        ['shoptrace rules show A4', 'by code'],
      ]),
    )
    .action(async (name: string, _own: Options, called: Command) => {
      await withProject(called, context, async ({ rules }) => {
        const rule = ruleNamed(name, rules);
        if (called.optsWithGlobals<Options>().json === true) return await printJson(context, rule);
        await printLines(context, ruleLines(rule, context.palette));
      });
    });
}

function defineTest(parent: Command, context: CommandContext): void {
  parent
    .command('test [rule...]')
    .description('run the tests inside the rules, raw lines through the real parser and engine')
    .option('--json', 'print JSON, one object a test')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace rules test', 'all; exit 1 when one fails'],
        ['shoptrace rules test production-repeated', 'of one rule'],
      ]),
    )
    .action(async (names: string[], _own: Options, called: Command) => {
      await withProject(called, context, async (project) => {
        const ids = names.map((name) => ruleNamed(name, project.rules).id);
        const results = await project.testRules(ids);
        const json = called.optsWithGlobals<Options>().json === true;
        await printResults(results, json, context);
      });
    });
}

async function printResults(
  results: readonly RuleTestResult[],
  json: boolean,
  context: CommandContext,
): Promise<void> {
  const failed = results.filter(({ passed }) => !passed);
  if (failed.length > 0) context.exitCode = 1;
  if (json) {
    for (const result of results) await printJson(context, result);
    return;
  }
  const { palette } = context;
  await printLines(context, [
    ...failed.map(
      ({ rule, name, expect, got }) =>
        `${palette.bad('failed')}  ${rule}: ${safeText(name)} (expected ${expect}, got ${safeText(got)})`,
    ),
    `${results.length - failed.length} of ${results.length} tests of ${new Set(results.map(({ rule }) => rule)).size} rules passed.`,
  ]);
}
