// The two lines of a bulk request that write a record, put together by hand: it is what reading a file costs most.
import type { TraceEvent } from '../../model/event.js';
import type { BulkItem } from './bulk.js';
import { eventVersion, eventWords, userOf, type EventOrigin } from './event-document.js';

const json = JSON.stringify;

/** Written when it is sent, so that a large batch is never held as text. */
export class EventItem implements BulkItem {
  readonly #index: string;
  readonly #event: TraceEvent;
  readonly #origin: () => EventOrigin;

  /** @param index the alias it is written through */
  constructor(index: string, event: TraceEvent, origin: () => EventOrigin) {
    this.#index = index;
    this.#event = event;
    this.#origin = origin;
  }

  get lines(): string {
    const event = this.#event;
    const origin = this.#origin();
    const version = eventVersion(origin.commit, event.byteLength, event.flags.includes('provisional'));
    const place = `"_index":${json(this.#index)},"_id":${json(event.id)}`;
    const action = `{"index":{${place},"version":${version},"version_type":"external_gte"}}`;
    return `${action}\n${documentText(event, origin)}\n`;
  }
}

/** JSON of `documentOf`, without the object. */
export function documentText(event: TraceEvent, origin: EventOrigin): string {
  const { continuation, counter, fields, flags, transaction } = event;
  const message = continuation === '' ? event.message : `${event.message}\n${continuation}`;
  // Words are letters and digits: nothing to escape.
  const words = eventWords(event).join('","');
  const { user } = userOf(fields);
  const labels = json(fields);
  return (
    `{"@timestamp":${event.time},"message":${json(message)}` +
    `,"event":{"action":${json(event.action)},"code":${json(event.code)},"ingested":${origin.ingestedAt}` +
    `,"original":${json(origin.original)},"sequence":${event.line}}` +
    `,"log":{"file":{"path":${json(origin.path)}},"level":"${event.level}","offset":${event.offset}}` +
    `,"service":{"name":${json(event.shop)}}` +
    (transaction === null ? '' : `,"transaction":{"id":${json(transaction)}}`) +
    (user === undefined ? '' : `,"user":${json(user)}`) +
    (labels === '{}' ? '' : `,"labels":${labels}`) +
    `,"shoptrace":{"commit":${origin.commit}` +
    (counter === null ? '' : `,"counter":${counter}`) +
    (flags.length === 0 ? '' : `,"flags":${json(flags)}`) +
    `,"form":${json(event.form)},"generation":${json(event.generation)},"length":${event.byteLength}` +
    `,"lines":${event.lineCount},"order_time":${event.orderTime},"printed":${json(event.localTime)}` +
    `,"request":${json(event.request)},"stage":${json(event.stage)}` +
    `,"tokens":[${words === '' ? '' : `"${words}"`}]}}`
  );
}
