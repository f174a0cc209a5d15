// What a command works with: streams, surroundings, the clock, the way to the project. Given by main.ts, replaced in tests.
import type { Surroundings } from '../config/settings.js';
import type { OpenProject } from '../app/project-contract.js';
import { type Palette, paletteOf } from './output/palette.js';

export type Write = (text: string | Uint8Array) => void | Promise<void>;

export interface Streams {
  /** Resolves when more may be written. */
  readonly out: Write;
  readonly err: Write;
  /** Standard output is a terminal: tables in colour. */
  readonly outIsTerminal: boolean;
  /** Standard error is a terminal: progress is shown. */
  readonly errIsTerminal: boolean;
}

export interface CommandContext {
  readonly streams: Streams;
  readonly around: Surroundings;
  readonly palette: Palette;
  readonly version: string;
  /** UTC ms. */
  readonly now: () => number;
  /** Who changes something. */
  readonly user: string;
  readonly openProject: OpenProject;
  /** Fires when the person wants the command to end. */
  readonly interrupted: AbortSignal;
  /** Calls whenever the configuration is to be read again, until what it returns is called. */
  readonly onReload: (listener: () => void) => () => void;
  exitCode: number;
}

/** `NO_COLOR` and `TERM=dumb` switch colours off, `FORCE_COLOR` on. */
export function wantsColours(env: Surroundings['env'], terminal: boolean): boolean {
  if (env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '') return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0') return true;
  return terminal && env['TERM'] !== 'dumb';
}

/** @param given without `onReload`: nobody asks for it */
export function commandContext(
  given: Omit<CommandContext, 'palette' | 'exitCode' | 'onReload'> &
    Partial<Pick<CommandContext, 'onReload'>>,
): CommandContext {
  const colours = wantsColours(given.around.env, given.streams.outIsTerminal);
  return { onReload: () => () => undefined, ...given, palette: paletteOf(colours), exitCode: 0 };
}

/** One object a line on standard output. */
export async function printJson(context: CommandContext, value: unknown): Promise<void> {
  await context.streams.out(`${JSON.stringify(value)}\n`);
}

export async function printLines(context: CommandContext, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await context.streams.out(`${lines.join('\n')}\n`);
}

/** Diagnostics: never on standard output. */
export function note(context: CommandContext, text: string): void {
  void context.streams.err(`${text}\n`);
}
