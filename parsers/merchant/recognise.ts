// Tells by its name and its first bytes whether a file is a trace or a mail file of the shop, and in which form.
import type { RecordForm } from '../../src/model/event.js';
import type { FileKind } from '../../src/model/block.js';
import { zoneOf } from '../../src/model/time.js';
import { FileClock } from './clock.js';
import { HeadScanner } from './head.js';
import { mailForm } from './mail.js';
import { emptyMessage } from './catalogue/back-office.js';
import { Message, TRANSACTION_ID } from './message.js';

/** Heads looked at. */
const ENOUGH_HEADS = 200;
/** Two words in a row: a text for people. */
const PROSE = /[A-Za-z\x80-\xff]{2}[\s,;:]+[A-Za-z\x80-\xff]{2}/;

/** The files that the shop writes, by the names it gives them. */
export const merchantFiles: readonly { readonly name: string; readonly kind: FileKind }[] = [
  { name: 'merchant_trace.log', kind: 'trace' },
  { name: 'merchant_mail_trace.log', kind: 'mail' },
];

/** Rotated, packed, copied and dated names keep the shop's own word: `merchant_mail_trace.log-20170821.gz`. */
export function kindOfMerchantName(path: string): FileKind | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
  if (name.includes('merchant_mail_trace')) return 'mail';
  return name.includes('merchant_trace') ? 'trace' : null;
}

/**
 * The name decides where it is the shop's; else what stands behind the heads, and what may be a mail is one: taken for a
 * trace, its text would be kept.
 * @param head first bytes, one character a byte
 */
export function recogniseMerchant(
  head: string,
  path = '',
): { readonly kind: FileKind; readonly form: RecordForm } | null {
  const seen = lookAt(head);
  if (seen.trace === null) return null;
  const kind = kindOfMerchantName(path) ?? (isMail(seen) ? 'mail' : 'trace');
  return { kind, form: kind === 'mail' ? seen.mail : seen.trace };
}

interface Seen {
  /** Form of the heads in a trace; null when there is no head. */
  trace: RecordForm | null;
  /** Form of the first head in a mail file. */
  mail: RecordForm;
  /** Heads with a transaction ID or a message of the catalogue. */
  known: number;
  /** Heads with nothing, markup or prose behind them, or with lines that no message explains. */
  bodies: number;
}

/** A mail's text never begins as the shop's messages do. */
function isMail({ known, bodies }: Seen): boolean {
  return bodies > 0 && bodies >= known;
}

function lookAt(head: string): Seen {
  const scanner = new HeadScanner();
  const clock = new FileClock(zoneOf('UTC'), null);
  const message = new Message();
  const seen: Seen = { trace: null, mail: 'Bm', known: 0, bodies: 0 };
  let heads = 0;
  /** The last head's message was neither known nor a body so far. */
  let isOpen = false;
  for (const line of wholeLines(head)) {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    const from = text.startsWith('\xef\xbb\xbf') ? 3 : text.search(/[^\0]/);
    if (from < 0 || scanner.scan(text, from, text.length) !== 'head') {
      if (isOpen && text.trim() !== '') seen.bodies += 1;
      isOpen &&= text.trim() === '';
      continue;
    }
    const form = clock.formOf(scanner);
    if (seen.trace === null) seen.mail = mailForm(scanner);
    seen.trace = later(seen.trace ?? form, form);
    heads += 1;
    message.take(text, scanner.messageStart, text.length);
    isOpen = false;
    if (isShops(message)) seen.known += 1;
    else if (isBody(text.slice(scanner.messageStart))) seen.bodies += 1;
    else isOpen = true;
    if (heads >= ENOUGH_HEADS) break;
  }
  return seen;
}

/** A last line that is not whole yet says nothing: what is missing of it would tell a trace from a mail. */
function wholeLines(head: string): readonly string[] {
  const lines = head.split('\n');
  return lines.length > 1 ? lines.slice(0, -1) : lines;
}

function isShops({ transaction, entry }: Message): boolean {
  return (
    (transaction !== null && TRANSACTION_ID.test(transaction)) || (entry !== null && entry !== emptyMessage)
  );
}

function isBody(text: string): boolean {
  return text.trim() === '' || text.startsWith('<') || PROSE.test(text);
}

/** A 24-hour stamp shows that the ones before it were not of a 12-hour clock. */
function later(first: RecordForm, next: RecordForm): RecordForm {
  return first === 'A' && next === 'B' ? 'B' : first;
}
