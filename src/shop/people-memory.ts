// A live shop remembers over a restart how many people have come, so that no account is made twice: a hidden file beside the trace.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

export interface PeopleMemory {
  /** How many there may have been; null on the first start. */
  read(): number | null;
  /** Writes now and then. */
  remember(people: number): void;
  write(people: number): void;
}

const content = z.object({ people: z.number().int().min(0) });
const writeEvery = 50;

export function peopleMemory(tracePath: string): PeopleMemory {
  const path = join(dirname(tracePath), `.${basename(tracePath)}.people.json`);
  let written = 0;
  const write = (people: number): void => {
    written = people;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify({ people })}\n`);
  };
  return {
    read() {
      if (!existsSync(path)) return null;
      const found = content.safeParse(parsed(readFileSync(path, 'utf8')));
      if (!found.success) return null;
      // After a kill, up to `writeEvery` more may have come.
      written = found.data.people;
      return written + writeEvery;
    },
    remember(people) {
      if (people >= written + writeEvery) write(people);
    },
    write,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
