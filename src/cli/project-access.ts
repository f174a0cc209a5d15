// From the options of a command to the project and the dataset that answers; both are closed afterwards.
import type { Command } from 'commander';
import { loadSettings, type SettingFlags } from '../config/settings.js';
import { isZone, zoneAsWritten, zoneNames } from '../config/zone.js';
import type { FileKind } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';
import { NAME } from '../model/names.js';
import { nearest } from '../model/nearest.js';
import type { Dataset } from '../queries/question.js';
import { type CommandContext, note } from './context.js';
import { dataFolderFault } from './data-folder-fault.js';
import type { Project } from '../app/project-contract.js';

/** Opens the project by the options of the command, and closes it whatever happens. */
export async function withProject<T>(
  command: Command,
  context: CommandContext,
  work: (project: Project) => Promise<T>,
): Promise<T> {
  const settings = await loadSettings(command.optsWithGlobals<SettingFlags>(), context.around);
  try {
    const project = await context.openProject(settings);
    try {
      return await work(project);
    } finally {
      await project.close();
    }
  } catch (error) {
    throw dataFolderFault(settings.data, error) ?? error;
  }
}

/** Also opens the dataset: the named one, else the live one, else the newest, which is then named on standard error. */
export async function withDataset<T>(
  command: Command,
  context: CommandContext,
  work: (dataset: Dataset, project: Project) => Promise<T>,
  mode: 'read' | 'write' = 'read',
): Promise<T> {
  return await withProject(command, context, async (project) => {
    const { dataset, because } = await project.dataset(project.settings.dataset, mode);
    if (because === 'newest')
      note(context, `dataset ${dataset.info.name} (the newest; there is no live one)`);
    return await work(dataset, project);
  });
}

const fileKinds: readonly FileKind[] = ['trace', 'mail'];

/** Options of commands that read files. */
export interface ReadingOptions {
  readonly zone?: string;
  readonly form?: string;
  readonly kind?: string;
  readonly shop?: string;
}

export function addReadingOptions(command: Command): Command {
  return command
    .option('--zone <zone>', 'zone the shop printed in, such as Europe/Paris or +02:00 (SHOPTRACE_ZONE)')
    .option('--form <form>', 'force the form of record heads: A (12-hour clock), B or C')
    .option('--kind <kind>', 'what the files are: trace or mail (default: by name, then by content)')
    .option('--shop <name>', 'shop that wrote the files (default: default)');
}

/** For commands that read files to their end. */
export function addExtractOption(command: Command): Command {
  return command.option('--extract', 'the files are lines taken out of others: they speak for these only');
}

export interface Reading {
  readonly zone: string | null;
  readonly form: 'A' | 'B' | 'C' | null;
  readonly kind: FileKind | null;
  readonly shop: string | null;
}

/** @throws zone-unknown, usage */
export function readingOf(options: ReadingOptions, context: CommandContext): Reading {
  const said = options.zone ?? context.around.env['SHOPTRACE_ZONE'] ?? null;
  if (said !== null && !isZone(said)) throw unknownZone(said);
  const zone = said === null ? null : zoneAsWritten(said);
  const form = options.form?.toUpperCase() ?? null;
  if (form !== null && form !== 'A' && form !== 'B' && form !== 'C')
    throw new ShoptraceError(
      'usage',
      `There is no form ${JSON.stringify(options.form)}`,
      'Forms: A (12-hour clock), B, C.',
    );
  const kind = options.kind === undefined ? null : oneOf(options.kind, fileKinds, 'kind of file');
  const shop = options.shop ?? null;
  if (shop !== null && !NAME.test(shop))
    throw new ShoptraceError(
      'usage',
      `${JSON.stringify(shop)} is no name of a shop`,
      'Use 1 to 63 lower-case letters, digits, - or _, beginning with a letter or digit.',
    );
  return { zone, form, kind, shop };
}

function unknownZone(zone: string): ShoptraceError {
  const near = nearest(zone, zoneNames(), 3);
  const meant = near.length === 0 ? '' : `Did you mean ${near.join(' or ')}? `;
  return new ShoptraceError(
    'zone-unknown',
    `There is no time zone ${JSON.stringify(zone)}`,
    `${meant}Write an IANA name such as Europe/Paris, or an offset such as +02:00.`,
  );
}

/** A word out of a list. @throws usage with the nearest right word */
export function oneOf<T extends string>(word: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((candidate) => candidate === word.toLowerCase());
  if (found !== undefined) return found;
  const [near] = nearest(word, allowed, 1);
  throw new ShoptraceError(
    'usage',
    `There is no ${what} ${JSON.stringify(word)}`,
    `${near === undefined ? '' : `Did you mean ${near}? `}Allowed: ${allowed.join(', ')}.`,
  );
}

/** `a,b` or repeated options as one list. */
export function listOption(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...value.split(',').filter((part) => part !== '')];
}

/** A whole number in a range. @throws usage */
export function countOption(option: string, least: number, most: number): (value: string) => number {
  return (value) => {
    const count = Number(value);
    if (/^\d+$/.test(value) && count >= least && count <= most) return count;
    throw new ShoptraceError(
      'usage',
      `${option} ${JSON.stringify(value)} is not possible`,
      `Give a whole number from ${least} to ${most}.`,
    );
  };
}
