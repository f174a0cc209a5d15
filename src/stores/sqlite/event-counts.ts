// Writing the counts kept beside the lines: per hour and kind of event, per minute.
import type { TraceEvent } from '../../model/event.js';
import { HOUR_MS, MINUTE_MS } from '../line-filter.js';
import type { Dictionaries } from './dictionaries.js';
import type { SqlDatabase } from './driver.js';

export function writeCounts(
  database: SqlDatabase,
  dictionaries: Dictionaries,
  events: readonly TraceEvent[],
  generation: number,
  sign: 1 | -1,
): void {
  const { hours, minutes } = counted(dictionaries, events);
  for (const [hour, kinds] of hours)
    for (const [kind, count] of kinds)
      database.run(
        `INSERT INTO hour_count (hour, kind, generation, count) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET count = count + excluded.count`,
        hour,
        kind,
        generation,
        sign * count,
      );
  for (const [minute, count] of minutes)
    database.run(
      `INSERT INTO minute_count (minute, generation, count) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count`,
      minute,
      generation,
      sign * count,
    );
}

interface Counts {
  /** Hour → kind → events. */
  readonly hours: ReadonlyMap<number, ReadonlyMap<number, number>>;
  readonly minutes: ReadonlyMap<number, number>;
}

/** Most events stand in the minute of the one before. */
function counted(dictionaries: Dictionaries, events: readonly TraceEvent[]): Counts {
  const hours = new Map<number, Map<number, number>>();
  const minutes = new Map<number, number>();
  let minute = NaN;
  let inMinute = 0;
  let kinds = new Map<number, number>();
  for (const event of events) {
    const minuteNow = Math.floor(event.time / MINUTE_MS);
    if (minuteNow !== minute) {
      if (inMinute > 0) minutes.set(minute, (minutes.get(minute) ?? 0) + inMinute);
      minute = minuteNow;
      inMinute = 0;
      kinds = kindsOf(hours, Math.floor(event.time / HOUR_MS));
    }
    inMinute += 1;
    const kind = dictionaries.kind(event);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  if (inMinute > 0) minutes.set(minute, (minutes.get(minute) ?? 0) + inMinute);
  return { hours, minutes };
}

function kindsOf(hours: Map<number, Map<number, number>>, hour: number): Map<number, number> {
  let kinds = hours.get(hour);
  if (kinds === undefined) {
    kinds = new Map();
    hours.set(hour, kinds);
  }
  return kinds;
}
