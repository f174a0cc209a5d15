// A build step: prints what the browser must load before the first page, and fails the build over budget.
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

export interface SizeBudget {
  /** Gzip bytes of the entry and everything it imports statically. */
  readonly initialBytes: number;
  /** Gzip bytes of what the charts add to that. */
  readonly chartsBytes: number;
}

interface BuiltChunk {
  readonly code: string;
  readonly imports: readonly string[];
  readonly isEntry: boolean;
  readonly name: string;
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

function closure(start: string, chunks: ReadonlyMap<string, BuiltChunk>): Set<string> {
  const seen = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const chunk = chunks.get(file);
    if (!chunk || seen.has(file)) continue;
    seen.add(file);
    waiting.push(...chunk.imports);
  }
  return seen;
}

/** Measures the chunks of one build; `charts` is the chunk named so. */
export function measure(chunks: ReadonlyMap<string, BuiltChunk>): { initial: number; charts: number } {
  const size = (files: Iterable<string>): number =>
    [...files].reduce((sum, file) => sum + gzipSync(chunks.get(file)?.code ?? '').length, 0);
  const entry = [...chunks].find(([, chunk]) => chunk.isEntry)?.[0] ?? '';
  const chartsFile = [...chunks].find(([, chunk]) => chunk.name === 'Charts')?.[0] ?? '';
  const initial = closure(entry, chunks);
  const charts = [...closure(chartsFile, chunks)].filter((file) => !initial.has(file));
  return { initial: size(initial), charts: size(charts) };
}

export function sizeBudget(budget: SizeBudget): Plugin {
  return {
    name: 'size-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = new Map<string, BuiltChunk>();
      for (const [file, output] of Object.entries(bundle)) {
        if (output.type === 'chunk') chunks.set(file, output);
      }
      const { initial, charts } = measure(chunks);
      console.log(
        `console: initial JavaScript ${kilobytes(initial)} gzip (budget ${kilobytes(budget.initialBytes)}), ` +
          `charts ${kilobytes(charts)} gzip (budget ${kilobytes(budget.chartsBytes)})`,
      );
      if (initial > budget.initialBytes || charts > budget.chartsBytes)
        this.error('The console is over its size budget: see the line above.');
    },
  };
}
