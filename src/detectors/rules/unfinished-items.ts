// Items of a request whose handler did not say that it ended well (domain A3).
import type { TraceEvent } from '../../model/event.js';
import type { WebRequest } from '../../model/transaction.js';
import {
  isHandlerError,
  isHandlerSuccess,
  isUnknown,
  textField,
} from '../../model/transaction/record-kinds.js';

export interface UnfinishedItem {
  readonly item: string;
  /** The POS1 record. */
  readonly began: TraceEvent;
  /** The record that tells the failure; null when nothing tells the end. */
  readonly failure: TraceEvent | null;
}

/** The item of a line is that of the last POS1 of its request; a message that is not known may be its end. */
export function unfinishedItems(request: WebRequest): UnfinishedItem[] {
  const found: UnfinishedItem[] = [];
  request.events.forEach((began, index) => {
    if (began.code !== 'POS1') return;
    const next = request.events.findIndex((event, at) => at > index && event.code === 'POS1');
    const after = request.events.slice(index + 1, next < 0 ? undefined : next);
    const failure = after.find((event) => event.code === 'POS3' || isHandlerError(event)) ?? null;
    const closed = after.some(
      (event) =>
        isHandlerSuccess(event) || isUnknown(event) || event.code === 'POS2' || event.code === 'POS4',
    );
    if (failure === null && closed) return;
    found.push({ item: textField(began, 'itemCode') ?? '', began, failure });
  });
  return found;
}
