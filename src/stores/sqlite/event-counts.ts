// Writing the counts kept beside the lines: per hour and kind of event, per minute.
import type { TraceEvent } from '../../model/event.js';
import { HOUR_MS, MINUTE_MS } from '../line-filter.js';
import type { Dictionaries } from './dictionaries.js';
import type { SqlDatabase } from './driver.js';

/** More kinds than a catalogue can have: hour and kind share one number while a batch is counted. */
const KINDS = 2 ** 20;

export function writeCounts(
  database: SqlDatabase,
  dictionaries: Dictionaries,
  events: readonly TraceEvent[],
  generation: number,
  sign: 1 | -1,
): void {
  const hours = new Map<number, number>();
  const minutes = new Map<number, number>();
  for (const event of events) {
    const hour = Math.floor(event.time / HOUR_MS) * KINDS + dictionaries.kind(event);
    hours.set(hour, (hours.get(hour) ?? 0) + sign);
    const minute = Math.floor(event.time / MINUTE_MS);
    minutes.set(minute, (minutes.get(minute) ?? 0) + sign);
  }
  for (const [key, count] of hours)
    database.run(
      `INSERT INTO hour_count (hour, kind, generation, count) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
      Math.floor(key / KINDS),
      ((key % KINDS) + KINDS) % KINDS,
      generation,
      count,
    );
  for (const [minute, count] of minutes)
    database.run(
      `INSERT INTO minute_count (minute, generation, count) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
      minute,
      generation,
      count,
    );
}
