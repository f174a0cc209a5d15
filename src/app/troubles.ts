// What keeps followed files from being read, kept in a file of the data folder so that health checks, the console and `doctor` can tell.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ShoptraceError } from '../model/errors.js';
import type { SourceTrouble } from '../model/source-trouble.js';

const stored = z.array(
  z.object({ path: z.string(), problem: z.string(), hint: z.string(), since: z.string() }).readonly(),
);

const fileOf = (data: string, dataset: string): string => join(data, 'troubles', `${dataset}.json`);

/** Of whoever follows files into the dataset now, oldest first. Empty where nobody does. */
export function readTroubles(data: string, dataset: string): readonly SourceTrouble[] {
  try {
    return stored.parse(JSON.parse(readFileSync(fileOf(data, dataset), 'utf8')));
  } catch {
    return [];
  }
}

/** Kept by the process that follows; it begins without any, and leaves none behind. */
export class Troubles {
  readonly #file: string;
  readonly #now: () => number;
  readonly #byPath = new Map<string, SourceTrouble>();

  constructor(data: string, dataset: string, now: () => number) {
    this.#file = fileOf(data, dataset);
    this.#now = now;
    this.#write();
  }

  /** @param problem null: it is well again */
  report(path: string, problem: Error | null): void {
    const known = this.#byPath.get(path);
    if ((problem?.message ?? null) === (known?.problem ?? null)) return;
    if (problem === null) this.#byPath.delete(path);
    else {
      const hint = problem instanceof ShoptraceError ? problem.hint : '';
      const since = known?.since ?? new Date(this.#now()).toISOString();
      this.#byPath.set(path, { path, problem: problem.message, hint, since });
    }
    this.#write();
  }

  /** Nothing is followed any more. */
  clear(): void {
    this.#byPath.clear();
    this.#write();
  }

  /** A full disk must not stop the following: then the trouble is only told on the terminal. */
  #write(): void {
    try {
      if (this.#byPath.size === 0) {
        rmSync(this.#file, { force: true });
        return;
      }
      mkdirSync(join(this.#file, '..'), { recursive: true });
      writeFileSync(`${this.#file}.new`, `${JSON.stringify([...this.#byPath.values()], null, 2)}\n`);
      renameSync(`${this.#file}.new`, this.#file);
    } catch {
      this.#byPath.clear();
    }
  }
}
