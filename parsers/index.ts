// The trace formats, in the order in which they are tried.
import type { FileKind } from '../src/model/block.js';
import type { RecordForm } from '../src/model/event.js';
import type { TraceFormat } from './format.js';
import { merchantTrace } from './merchant/index.js';

export { merchantTrace };

export const formats: readonly TraceFormat[] = [merchantTrace];

export interface Recognised {
  readonly format: TraceFormat;
  readonly kind: FileKind;
  readonly form: RecordForm;
}

/** The first format that knows a file's beginning. @param head first bytes, one character a byte */
export function recogniseFormat(head: string): Recognised | null {
  for (const format of formats) {
    const found = format.recognise(head);
    if (found !== null) return { format, ...found };
  }
  return null;
}
