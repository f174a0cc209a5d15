// Writes a trace file of any length for the benchmarks: form C, interleaved web requests of healthy orders, always the same.
import { closeSync, openSync, writeSync } from 'node:fs';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ01234568';
const FLUSH_BYTES = 1024 * 1024;
/** Requests that write at the same time. */
const CONCURRENT = 6;

/** Messages of one order's requests, as the shop's code of 2025 prints them. */
const requests: readonly (readonly string[])[] = [
  ['Ordering Controller: Shop Transaction Confirm Notification to sales'],
  [
    'Bill.save : Dirty state. Pass 0',
    'Bill.recalculate : Bill recalculated to final amount : 0',
    'Bill.save Saving state and record. Pass 1',
    'Bill.Add item data. course{k} * 1',
    'Bill.save : Dirty state. Pass 1',
    'Bill.recalculate : Bill recalculated to final amount : {amount}',
    'Bill.save Saving state and record. Pass 2',
    'Bill.save Saving Items BILLING/COURSE{k}',
    'Order placed : 1 objects',
    'Order placed : 1 product types for {amount}',
  ],
  [
    'Bill.recalculate : Bill recalculated to final amount : {amount}',
    'Production Controller : Full production starting from SOLDOUT ...',
    'Prepay Production : preproducing for COURSE{k}',
    'STD_ENROL_ONE_COURSE Prepay : Start processing.',
    'GENERIC : New user created buyer{u} with ID {u}.',
    'GENERIC : Registering Customer Support',
    'Production Process : Customer support enrolled.',
    'Prepay Commons : New user created buyer{u}.',
    'Production Controller : Post Pay process',
    'Postpay Production : producing for COURSE{k}',
    'STD_ENROL_ONE_COURSE PostPay : User {u} Enrolled in course course{k} ',
    'STD_ENROL_ONE_COURSE PostPay : Completed for course{k}...',
    'Production Controller : Updating bill state to COMPLETE',
    'Bill.save Saving state and record. Pass 1',
    'Production Controller : Transaction Complete Operations',
    'Production Controller : shop Transaction Confirm Notification to Customer',
    'Production Controller : shop Transaction Confirm Notification to sales',
  ],
];

interface Writing {
  readonly id: string;
  readonly order: number;
  readonly request: number;
  line: number;
}

export interface TraceFileOptions {
  readonly path: string;
  readonly lines: number;
  /** UTC ms of the first line, which is printed as local time. */
  readonly startMs?: number;
  /** Mean time between lines. */
  readonly meanGapMs?: number;
}

/** @returns bytes written */
export function writeTraceFile(options: TraceFileOptions): number {
  const { path, lines, startMs = Date.UTC(2025, 0, 1), meanGapMs = 400 } = options;
  const random = generator(1);
  const file = openSync(path, 'w');
  const writing: Writing[] = [];
  let orders = 0;
  let time = startMs;
  let bytes = 0;
  let text = '';
  for (let line = 0; line < lines; line += 1) {
    time += Math.floor(random() * 2 * meanGapMs);
    while (writing.length < CONCURRENT)
      writing.push({ id: newId(random), order: orders++, request: 0, line: 0 });
    const at = Math.floor(random() * writing.length);
    const current = writing[at] as Writing;
    text += `${head(time, current.line + 1)}[${current.id}] ${message(current)}\n`;
    current.line += 1;
    if (current.line >= (requests[current.request]?.length ?? 0)) {
      const { id, order, request } = current;
      if (request + 1 < requests.length) writing[at] = { id, order, request: request + 1, line: 0 };
      else writing.splice(at, 1);
    }
    if (text.length >= FLUSH_BYTES) {
      bytes += writeSync(file, text);
      text = '';
    }
  }
  bytes += writeSync(file, text);
  closeSync(file);
  return bytes;
}

function message({ order, request, line }: Writing): string {
  return (requests[request]?.[line] ?? '')
    .replaceAll('{k}', String(order % 40))
    .replaceAll('{u}', String(1000 + order))
    .replaceAll('{amount}', String(20 + (order % 7) * 10));
}

function head(timeMs: number, counter: number): string {
  const date = new Date(timeMs);
  const day = `${date.getUTCFullYear()}-${date.getUTCMonth() + 1}-${two(date.getUTCDate())}`;
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `-- ${day} ${clock} ${String(date.getUTCMilliseconds()).padStart(3, '0')} -${counter}-  `;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function newId(random: () => number): string {
  let id = 'TU9';
  for (let i = 0; i < 15; i += 1) id += LETTERS.charAt(Math.floor(random() * LETTERS.length));
  return `${id}==`;
}

/** Numbers in [0, 1), the same for one seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
