// The mail file: which bytes of its lines are personal, and what kind of mail a block holds.
import { mailEntries } from './catalogue/back-office.js';
import type { CatalogueEntry } from './catalogue/entry.js';
import type { HeadScanner } from './head.js';
import { wholeMask, type Mask, type Pseudonyms } from './masking.js';

const FENCE = '@@@@@@@@';
const FAILURE = 'ERROR > Password Mail Sending Error';
const MAIL_TO = 'MailTo:';
const STRUCTURE = new Set([FENCE, FAILURE, 'MailContent:']);
const LABEL = /(?:password|mot de passe)\s?:/gi;
/** Line ends and NULs stay: they decide what a line is. */
const MASKABLE = /[^\r\0]+/g;

/** Everything but the block's structure: the address becomes a pseudonym, bodies become spaces; password labels stay. */
export function mailMasks(line: string, from: number, to: number, pseudonyms: Pseudonyms): Mask[] {
  const text = line.slice(from, to);
  const content = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (STRUCTURE.has(content)) return [];
  if (content.startsWith(MAIL_TO)) {
    const value = content.slice(MAIL_TO.length);
    const start = from + MAIL_TO.length + (value.length - value.trimStart().length);
    return wholeMask(line, start, from + content.trimEnd().length, pseudonyms);
  }
  const masks: Mask[] = [];
  let position = 0;
  for (const label of content.matchAll(LABEL)) {
    blank(masks, content, from, position, label.index);
    position = label.index + label[0].length;
  }
  blank(masks, content, from, position, content.length);
  return masks;
}

function blank(masks: Mask[], content: string, offset: number, from: number, to: number): void {
  for (const { index, 0: run } of content.slice(from, to).matchAll(MASKABLE)) {
    if (run.trim() === '') continue;
    const start = offset + from + index;
    masks.push({ start, end: start + run.length, replacement: ' '.repeat(run.length) });
  }
}

/** What the lines of a mail record have told so far. */
export interface MailState {
  body: 'before' | 'next' | 'seen';
  kind: 'notification' | 'account' | 'failed';
  recipient: string | null;
  passwordLines: number;
}

export function newMail(): MailState {
  return { body: 'before', kind: 'notification', recipient: null, passwordLines: 0 };
}

/** Takes the next line of a mail record, head line's message included. @param isDm the form with fences */
export function takeMailLine(mail: MailState, line: string, isDm: boolean): void {
  if (isDm && mail.body === 'before') {
    if (line === FENCE) mail.body = 'next';
    if (line.startsWith(MAIL_TO)) mail.recipient = line.slice(MAIL_TO.length).trim();
    return;
  }
  if (isDm && mail.body === 'next') {
    mail.body = 'seen';
    if (line === FAILURE) mail.kind = 'failed';
    else if (line !== '' && line !== FENCE) mail.kind = 'account';
  }
  if (line.search(LABEL) >= 0) mail.passwordLines += 1;
}

export function mailEntry(mail: MailState): CatalogueEntry {
  return mailEntries[mail.kind];
}

export function mailFields(mail: MailState): Readonly<Record<string, string | number>> {
  const { recipient, passwordLines } = mail;
  return {
    ...(recipient === null ? {} : { recipient }),
    ...(passwordLines === 0 ? {} : { passwordLines }),
  };
}

/** The form of a mail-file head: with a counter and nothing behind it, the block of fences follows. */
export function mailForm(head: HeadScanner): 'Bm' | 'Cm' | 'Dm' {
  if (head.counter === null) return 'Bm';
  return head.spaces === 0 ? 'Dm' : 'Cm';
}
