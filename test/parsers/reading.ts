// Reads short texts with the merchant format, as the tests of its traps need it.
import type { ReaderOptions } from '../../parsers/format.js';
import { merchantTrace } from '../../parsers/index.js';
import type { TraceEvent } from '../../src/model/event.js';
import { cutLines, readPieces, suiteOptions, type Reading } from '../contracts/describe-format.js';

export type { Reading };

export const ID = 'TU90QMLVYXD5UMZYUQ==';
export const OTHER_ID = 'TU8WCDJKS0LJCWZZTQ==';

/** @param text one character a byte */
export function readText(text: string, options: Partial<ReaderOptions> = {}): Reading {
  const { pieces, rest } = cutLines(text, []);
  return readPieces(merchantTrace, { ...suiteOptions, kind: 'trace', ...options }, pieces, rest);
}

/** Lines joined, every one ended. */
export function readLines(lines: readonly string[], options: Partial<ReaderOptions> = {}): Reading {
  return readText(lines.map((line) => `${line}\n`).join(''), options);
}

/** The only event of a text. */
export function onlyEvent(text: string, options: Partial<ReaderOptions> = {}): TraceEvent {
  const { events } = readText(text, options);
  if (events.length !== 1 || events[0] === undefined) throw new Error(`${events.length} events, not one`);
  return events[0];
}

/** `2017-08-21T18:38:55.525Z` of each event. */
export function instants(events: readonly TraceEvent[]): string[] {
  return events.map(({ time }) => new Date(time).toISOString());
}

export function codes(events: readonly TraceEvent[]): string[] {
  return events.map(({ code }) => code);
}

/** Which events of a reading stand in one request: the number of its first record, from 0. */
export function requestsOf(events: readonly TraceEvent[]): number[] {
  return events.map(({ request }) => events.findIndex(({ id }) => id === request));
}
