// Tells from its first bytes whether a file is a trace or mail file of the shop, and in which form.
import type { RecordForm } from '../../src/model/event.js';
import type { FileKind } from '../../src/model/block.js';
import { zoneOf } from '../../src/model/time.js';
import { FileClock } from './clock.js';
import { HeadScanner } from './head.js';
import { mailForm } from './mail.js';

/** Heads looked at. */
const ENOUGH_HEADS = 200;

/** @param head first bytes, one character a byte */
export function recogniseMerchant(
  head: string,
): { readonly kind: FileKind; readonly form: RecordForm } | null {
  const scanner = new HeadScanner();
  const clock = new FileClock(zoneOf('UTC'), null);
  let trace: RecordForm | null = null;
  let mail: RecordForm = 'Bm';
  let heads = 0;
  let bodies = 0;
  for (const line of head.split('\n')) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const from = text.search(/[^\0]/);
    if (from < 0 || scanner.scan(text, from, text.length) !== 'head') continue;
    const form = clock.formOf(scanner);
    if (trace === null) mail = mailForm(scanner);
    trace = later(trace ?? form, form);
    heads += 1;
    const message = text.slice(scanner.messageStart);
    if (message === '' || message.startsWith('<')) bodies += 1;
    if (heads >= ENOUGH_HEADS) break;
  }
  if (trace === null) return null;
  return bodies * 2 > heads ? { kind: 'mail', form: mail } : { kind: 'trace', form: trace };
}

/** A 24-hour stamp shows that the ones before it were not of a 12-hour clock. */
function later(first: RecordForm, next: RecordForm): RecordForm {
  return first === 'A' && next === 'B' ? 'B' : first;
}
