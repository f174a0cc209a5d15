// Our own log: one JSON object or one readable line an entry, to stderr, without secrets.
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: 'json' | 'text';
  /** Where entries go; stderr by default, because stdout is for answers. */
  readonly destination?: DestinationStream;
}

/** Fields whose values never leave the process, at any depth that our entries have. */
const secretFields = ['authorization', 'cookie', 'password', 'token', 'secret', 'maskingKey', 'apiKey'];

const redactedPaths = secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** @returns a pino logger; times are UTC with `Z` */
export function createLog(options: LogOptions): Logger {
  const target = options.destination ?? pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: '[hidden]' },
    },
    options.format === 'json' ? target : { write: (entry) => target.write(`${textEntry(entry)}\n`) },
  );
}

/** `12:03:44.120 warn  store is slow  dataset=live ms=1200`; control characters are shown, not obeyed. */
export function textEntry(entry: string): string {
  const { time, level, msg, ...fields } = JSON.parse(entry) as Record<string, unknown>;
  const clockTime = String(time).slice(11, 23);
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value)}`);
  const message = typeof msg === 'string' ? msg : '';
  return visible([clockTime, String(level).padEnd(5), message, ...shown].join(' ').trimEnd());
}

function fieldText(value: unknown): string {
  if (typeof value === 'string') return /^[\w.:/@+-]+$/.test(value) ? value : JSON.stringify(value);
  if (value !== null && typeof value === 'object' && 'stack' in value && typeof value.stack === 'string')
    return JSON.stringify(value.stack);
  return JSON.stringify(value) ?? 'undefined';
}

const visible = (text: string): string =>
  // Escape sequences and bidirectional marks in a log entry could rewrite what a terminal shows.
  text.replace(
    /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
