// The command line as a function: arguments in, exit code out. Loads only the command that is called.
import { Command, CommanderError } from 'commander';
import { type CommandEntry, commands } from './commands.js';
import type { CommandContext } from './context.js';
import { reportFailure } from './failure.js';

/** Options that every command takes and that are followed by a value. */
const GLOBAL_OPTIONS: readonly (readonly [flags: string, description: string])[] = [
  ['--config <file>', 'configuration (SHOPTRACE_CONFIG; default: shoptrace.yaml here)'],
  ['--data <dir>', 'folder for stores and keys (SHOPTRACE_DATA)'],
  ['--store <url>', 'sqlite:DIR or http(s)://… for Elasticsearch (SHOPTRACE_STORE)'],
  ['--dataset <name>', 'dataset that answers (SHOPTRACE_DATASET; default: the live one, else the newest)'],
  ['--lang <language>', 'language of texts: en (SHOPTRACE_LANG)'],
];

/** @param args without the program's own name. @returns the exit code */
export async function runCommandLine(given: readonly string[], context: CommandContext): Promise<number> {
  const args = given.map(pastedLine);
  try {
    const program = await buildProgram(context, calledCommands(args));
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return reportFailure(error, context);
  }
}

/** The program with the given commands defined whole; the others by name only. */
export async function buildProgram(
  context: CommandContext,
  whole: readonly CommandEntry[],
): Promise<Command> {
  const program = new Command('shoptrace')
    .description(
      "Turns a shop's trace files into answers: follows them, understands every line, says what went wrong.",
    )
    .version(context.version, '-V, --version', 'print the version');
  prepare(program, context);
  for (const [flags, description] of GLOBAL_OPTIONS) program.option(flags, description);
  for (const entry of commands) {
    const command = program.command(entry.name, { hidden: entry.hidden === true }).summary(entry.summary);
    command.description(entry.summary);
    if (entry.alias !== undefined) command.alias(entry.alias);
    prepare(command, context);
    if (whole.includes(entry)) (await entry.load()).define(command, context);
    for (const inner of command.commands) prepare(inner, context);
  }
  program.addHelpText(
    'after',
    examplesText([
      ['shoptrace start', 'the demo: a shop that writes traces, and what shoptrace makes of them'],
      ['shoptrace replay merchant_trace.log', 'what an old file tells'],
    ]),
  );
  return program;
}

/** Examples at the end of a command's help. */
export function examplesText(examples: readonly (readonly [command: string, meaning: string])[]): string {
  return [
    '',
    'Examples:',
    ...examples.flatMap(([command, meaning]) => [`  $ ${command}`, `      ${meaning}`]),
  ].join('\n');
}

function prepare(command: Command, context: CommandContext): void {
  command.exitOverride().showSuggestionAfterError(true);
  command.configureHelp({ showGlobalOptions: true, helpWidth: 100 });
  command.configureOutput({
    writeOut: (text) => void context.streams.out(text),
    writeErr: (text) => void context.streams.err(text),
    outputError: (text, write) => write(text.replace(/^error: /, 'shoptrace: ')),
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
}

/** A pasted trace line begins with `-- ` and is no option. */
function pastedLine(argument: string): string {
  return argument.startsWith('-- ') ? argument.slice(3) : argument;
}

/** The command that is called, whose help is asked for, or none. */
function calledCommands(args: readonly string[]): readonly CommandEntry[] {
  const words = wordsOf(args);
  const name = words[0] === 'help' ? words[1] : words[0];
  if (name === undefined) return [];
  return commands.filter((entry) => entry.name === name || entry.alias === name);
}

/** Arguments that are neither options nor the values of global options. */
function wordsOf(args: readonly string[]): string[] {
  const valued = new Set(GLOBAL_OPTIONS.map(([flags]) => flags.split(' ')[0]));
  return args.filter((arg, index) => !arg.startsWith('-') && !valued.has(args[index - 1] ?? ''));
}
