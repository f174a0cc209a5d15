// Commands that go on until they are ended: told to (SIGHUP), they read their configuration again and go on with it.
import type { Command } from 'commander';
import { loadSettings, type SettingFlags } from '../config/settings.js';
import { type CommandContext, note } from './context.js';
import { reportFailure } from './failure.js';
import { tellServiceManager } from './service-manager.js';

export interface Round {
  /** Its signal also ends the round when another one is to begin. */
  readonly context: CommandContext;
  /** The configuration was read again, and another round follows: nothing is summed up. */
  readonly isFollowed: () => boolean;
}

/** What is in the store survives the end of a round, so that the next one goes on where it was. */
export async function inRounds(
  command: Command,
  context: CommandContext,
  work: (round: Round) => Promise<void>,
): Promise<void> {
  let isFollowed = true;
  while (isFollowed) {
    isFollowed = false;
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const reload = async (): Promise<void> => {
      const isGood = await settingsAreGood(command, context);
      if (!isGood || context.interrupted.aborted) return;
      tellServiceManager(context, 'reloading');
      isFollowed = true;
      end();
    };
    if (context.interrupted.aborted) end();
    context.interrupted.addEventListener('abort', end);
    const stopListening = context.onReload(() => void reload());
    const own = { ...context, interrupted: ending.signal };
    try {
      await work({ context: own, isFollowed: () => isFollowed });
    } finally {
      context.interrupted.removeEventListener('abort', end);
      stopListening();
    }
    context.exitCode = own.exitCode;
  }
}

/** A configuration with a fault changes nothing. */
async function settingsAreGood(command: Command, context: CommandContext): Promise<boolean> {
  try {
    const { file } = await loadSettings(command.optsWithGlobals<SettingFlags>(), context.around);
    note(context, file === null ? 'beginning again; there is no configuration file' : `read ${file} again`);
    return true;
  } catch (error) {
    reportFailure(error, context);
    note(context, 'going on with the configuration as it was');
    return false;
  }
}
