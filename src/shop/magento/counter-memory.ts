// A live shop's counters survive a restart, as rows of a database do: a hidden file beside the trace.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

const content = z.object({
  orders: z.record(z.string(), z.number().int().min(0)),
  invoices: z.record(z.string(), z.number().int().min(0)),
  quoteRows: z.number().int().min(0),
  orderRows: z.number().int().min(0),
  customers: z.number().int().min(0),
});

export type RememberedCounters = z.output<typeof content>;

export interface CounterMemory {
  /** Null on the first start, or when the file cannot be read. */
  read(): RememberedCounters | null;
  /** Writes what has changed. */
  write(counters: RememberedCounters): void;
}

export function counterMemory(tracePath: string): CounterMemory {
  const path = join(dirname(tracePath), `.${basename(tracePath)}.counters.json`);
  let written = '';
  return {
    read() {
      if (!existsSync(path)) return null;
      const found = content.safeParse(parsed(readFileSync(path, 'utf8')));
      return found.success ? found.data : null;
    },
    write(counters) {
      const text = `${JSON.stringify(counters)}\n`;
      if (text === written) return;
      written = text;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
