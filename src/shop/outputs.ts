// The files of one run: trace, mail trace, labels.
import type { ShopOptions } from './options.js';
import { appendingOutput, bufferedOutput, type TraceOutput } from './trace-output.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

export interface Outputs {
  readonly trace: TraceOutput;
  readonly mail: TraceOutput | null;
  readonly labels: TraceOutput | null;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** @param now UTC ms */
export async function openOutputs(options: ShopOptions, now: () => number): Promise<Outputs> {
  const rotation = {
    maxBytes: options.rotateBytes,
    maxAgeMs: options.rotateHours * hourMs,
    keepMs: options.keepDays * dayMs,
    keepBytes: options.keepBytes,
  };
  const paced = options.live || options.speed !== 'max';
  const open = (path: string): Promise<TraceOutput> =>
    paced ? Promise.resolve(appendingOutput(path, rotation, now)) : bufferedOutput(path);
  const trace = await open(options.out);
  const mail = options.mail === undefined ? null : await open(options.mail);
  const labels = options.labels === undefined ? null : await open(options.labels);
  const all = [trace, mail, labels].filter((output) => output !== null);
  return {
    trace,
    mail,
    labels,
    flush: async () => {
      for (const output of all) await output.flush();
    },
    close: async () => {
      for (const output of all) await output.close();
    },
  };
}
