// A service on the command line: says where it is, ends on Ctrl-C with everything written.
import type { Running } from '../model/jobs.js';
import { note, printJson, printLines } from './context.js';
import type { Round } from './rounds.js';
import { tellServiceManager } from './service-manager.js';

export async function runUntilInterrupted(
  running: Running,
  { context, isFollowed }: Round,
  json: boolean,
): Promise<void> {
  if (json) await printJson(context, { type: 'running', url: running.url, notes: running.notes });
  else {
    const url = running.url === null ? [] : [`shoptrace is at ${context.palette.bold(running.url)}`];
    await printLines(context, [...url, ...running.notes, 'Ctrl-C ends it.']);
  }
  tellServiceManager(context, 'ready');
  const interruption = new Promise<'interrupted'>((resolve) => {
    if (context.interrupted.aborted) resolve('interrupted');
    context.interrupted.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });
  const why = await Promise.race([interruption, running.ended.then(() => 'ended' as const)]);
  if (why === 'interrupted' && !isFollowed()) {
    tellServiceManager(context, 'stopping');
    note(context, 'ending …');
  }
  await running.stop();
}
