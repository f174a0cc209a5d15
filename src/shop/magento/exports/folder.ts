// The folder of exports: its files, written in large pieces, dated at last with the moment they were taken.
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { bufferedOutput, type TraceOutput } from '../../trace-output.js';

export class ExportFolder {
  private readonly outputs = new Map<string, TraceOutput>();
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async open(name: string): Promise<TraceOutput> {
    const output = await bufferedOutput(join(this.folder, name));
    this.outputs.set(name, output);
    return output;
  }

  async flush(): Promise<void> {
    for (const output of this.outputs.values()) await output.flush();
  }

  /** @param takenAtMs UTC ms by file name; others bear the last one's */
  async close(takenAtMs: number, others: ReadonlyMap<string, number>): Promise<void> {
    for (const [name, output] of this.outputs) {
      await output.close();
      const taken = (others.get(name) ?? takenAtMs) / 1000;
      utimesSync(join(this.folder, name), taken, taken);
    }
  }
}
