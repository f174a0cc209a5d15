// The program of a process that replays one uploaded file; it ends with its server, whatever ended that.
import { openStore } from '../../stores/index.js';
import { blockDecoder } from '../decoder.js';
import { plainError } from '../worker-messages.js';
import type { ReplayCommand, ReplayMessage, ReplayTask } from './replay-messages.js';
import { replayUpload } from './replay-work.js';

if (process.send === undefined) throw new Error('this program is started by a server only');

const stopping = new AbortController();

process.once('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; the server says what is to be done.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.on('message', (command: ReplayCommand) => {
  if (command.type === 'stop') stopping.abort();
  else void replayOne(command.task);
});

const say = (message: ReplayMessage): void => void process.send?.(message);

async function replayOne(task: ReplayTask): Promise<void> {
  try {
    const store = await openStore(task.settings.store, { decoder: blockDecoder });
    const outcome = await replayUpload(store, task, stopping.signal, {
      onDataset: (dataset, isNew) => say({ type: 'dataset', dataset, isNew }),
      onProgress: (progress) => say({ type: 'progress', progress }),
      onJudging: () => say({ type: 'judging' }),
    });
    await store.close();
    say({ type: 'replayed', outcome });
  } catch (error) {
    say({ type: 'failed', error: plainError(error) });
  }
  process.disconnect();
}
