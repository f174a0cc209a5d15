// The reference pages that are made from the code: commands, configuration, errors.
import type { Command } from 'commander';
import { configurationPage } from '../config/reference.js';
import { configJsonSchema } from '../config/schema-keys.js';
import { errorCodes } from '../model/errors.js';
import { httpProblems, problemRows } from '../model/http-problems.js';
import { buildProgram } from './command-line.js';
import { commands } from './commands.js';
import type { CommandContext } from './context.js';

/** File name and content of every page. */
export async function referencePages(context: CommandContext): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['cli.md', await commandsPage(context)],
    ['configuration.md', configurationPage()],
    ['config.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`],
    ['errors.md', errorsPage()],
  ]);
}

const EXIT_MEANING = {
  1: 'done, and what was asked about is not right',
  2: 'wrong use',
  3: 'could not be done',
} as const;

function errorsPage(): string {
  const all = problemRows();
  const rows = Object.entries(errorCodes).map(([code, { exit, title }]) => {
    const status = all.find((row) => row.code === code)?.status ?? '–';
    return `| \`${code}\` | ${title} | ${exit} (${EXIT_MEANING[exit]}) | ${status} |`;
  });
  const ofHttp = Object.entries(httpProblems).map(
    ([code, { status, title }]) => `| \`${code}\` | ${title} | ${status} |`,
  );
  return [
    '# Errors',
    '',
    '<!-- Generated from src/model/errors.ts and http-problems.ts by `npm run docs`; do not edit. -->',
    '',
    'An error says what went wrong and where, and on the next line what to do. Its code stands in brackets; the API gives it as `code`.',
    '',
    '| code | what | exit code of the command line | status of the API |',
    '|---|---|---|---|',
    ...rows,
    '',
    '## Of the API only',
    '',
    'The `type` of a problem leads to its line on the page `/docs/errors` of the running server.',
    '',
    '| code | what | status |',
    '|---|---|---|',
    ...ofHttp,
    '',
  ].join('\n');
}

async function commandsPage(context: CommandContext): Promise<string> {
  const shown = commands.filter(({ hidden }) => hidden !== true);
  const program = await buildProgram(context, shown);
  const sections = program.commands
    .filter((command) => shown.some(({ name }) => name === command.name()))
    .flatMap((command) => [
      section(command, '##'),
      ...command.commands.map((inner) => section(inner, '###')),
    ]);
  return [
    '# Commands',
    '',
    '<!-- Generated from the commands themselves by `npm run docs`; do not edit. -->',
    '',
    'Exit codes: 0 done; 1 done, and what was asked about is not right; 2 wrong use; 3 could not be done.',
    'With `--json` standard output holds one object a line and nothing else; diagnostics go to standard error.',
    '',
    ...sections,
  ].join('\n');
}

function section(command: Command, level: string): string {
  const names = [command.name(), ...command.aliases()];
  const parent = command.parent?.name() === 'shoptrace' ? '' : `${command.parent?.name() ?? ''} `;
  return `${level} shoptrace ${parent}${names.join(' | ')}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
}

/** The help as it is printed, examples included. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part) });
  command.outputHelp();
  return text.trimEnd();
}
