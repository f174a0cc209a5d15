// The two lines of a bulk request that write a record.
import type { TraceEvent } from '../../model/event.js';
import type { BulkItem } from './bulk.js';
import { documentOf, versionOf, type EventOrigin } from './event-document.js';

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
    const document = documentOf(event, this.#origin());
    const place = `"_index":${json(this.#index)},"_id":${json(event.id)}`;
    const action = `{"index":{${place},"version":${versionOf(document)},"version_type":"external_gte"}}`;
    return `${action}\n${json(document)}\n`;
  }
}
