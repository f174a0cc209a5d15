// The configuration: one schema; file, environment, flags, JSON schema and reference page derive from it.
import { z } from 'zod';
import { orderNumbers } from './order-numbers.js';
import { shopName } from './shop-name.js';
import { isZone } from './zone.js';

const zone = z
  .string()
  .refine(isZone, {
    message: 'is no time zone; write an IANA name such as Europe/Paris or an offset such as +02:00',
  })
  .describe(
    'Time zone the shop printed in: an IANA name or a fixed offset. Default: the zone of this machine.',
  );

const duration = z
  .string()
  .regex(/^[1-9]\d{0,4}(d|w|mo|y)$/, { message: 'must be a number and d, w, mo or y, such as 90d or 12mo' });

const source = z
  .strictObject({
    name: z.string().min(1).describe('What the source is called in lists.'),
    shop: shopName
      .default('default')
      .describe('Shop that wrote the files; transaction IDs of two shops are never mixed.'),
    trace: z.array(z.string().min(1)).default([]).describe('Files, folders or globs of trace files.'),
    mail: z.array(z.string().min(1)).default([]).describe('Files, folders or globs of mail traces.'),
    zone: zone.optional(),
    form: z
      .enum(['A', 'B', 'C'])
      .optional()
      .describe('Form of the record heads, when it is not to be recognised: A = 12-hour clock.'),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, { message: 'must be a code of three capitals such as EUR' })
      .optional()
      .describe('Currency of the amounts; traces print none.'),
    live: z.boolean().default(true).describe('Follow the files as they grow (false: read once).'),
    manualProducts: z
      .array(z.string().min(1))
      .default([])
      .describe('Item codes that are delivered by hand: no production is expected of them.'),
    masking: z
      .enum(['on', 'off'])
      .default('on')
      .describe(
        'Replace personal data in place before storing. `doctor` tells what `off` leaves in the store.',
      ),
  })
  .refine((given) => given.trace.length + given.mail.length > 0, {
    message: 'needs at least one file in trace or mail',
  });

const threshold = z.number().finite().nonnegative();

/** Shape of the YAML file. Every key is optional. */
export const configSchema = z.strictObject({
  data: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder for stores, keys and the demo. Default: ./data of a checkout, else the user data folder.',
    ),
  store: z
    .string()
    .regex(/^(sqlite:.*|https?:\/\/.+)$/, {
      message: 'must be sqlite:FOLDER or the http(s) address of Elasticsearch',
    })
    .optional()
    .describe('Where events and findings are kept. Default: sqlite in the data folder.'),
  sources: z.array(source).default([]).describe('Trace files to follow.'),
  serve: z
    .strictObject({
      host: z
        .string()
        .min(1)
        .default('127.0.0.1')
        .describe('Address to listen on. Other than loopback needs `auth`.'),
      port: z
        .int()
        .min(0)
        .max(65535)
        .default(7733)
        .describe('Port of API and console; 0 takes any free one.'),
      auth: z
        .enum(['none', 'token', 'proxy'])
        .default('none')
        .describe('Who may ask: anybody on this machine, holders of a token, or whom a proxy lets through.'),
      publicUrl: z.url().optional().describe('Address people use, when a reverse proxy stands in front.'),
      maxUploadBytes: z
        .int()
        .min(1024)
        .max(1024 ** 4)
        .default(2 * 1024 ** 3)
        .describe('Largest file that the console takes for a replay; 2 GiB without a word about it.'),
    })
    .prefault({})
    .describe('API and web console.'),
  rules: z
    .strictObject({
      thresholds: z
        .record(z.string(), z.record(z.string(), threshold))
        .default({})
        .describe(
          'By rule, then by name: `abandoned-after-placement: { dueMs: 86400000 }`. `rules show` lists them.',
        ),
      mute: z.array(z.string()).default([]).describe('Ids of rules that shall not speak.'),
    })
    .prefault({})
    .describe('Rules that flag anomalies.'),
  orderNumbers,
  retention: z
    .strictObject({
      datasets: duration
        .optional()
        .describe('`datasets prune` without an age drops replays older than this.'),
      lines: duration
        .optional()
        .describe(
          '`start`, and `detect --follow`, delete lines older than this from the dataset they judge, every hour. Default: all are kept (the demo keeps 7d).',
        ),
    })
    .prefault({})
    .describe('How long things are kept.'),
});

export type Config = z.output<typeof configSchema>;
export type ConfigSource = Config['sources'][number];

/** The configuration with everything decided: file, environment and flags laid over the defaults. Paths are absolute. */
export interface Settings extends Omit<Config, 'data' | 'store'> {
  readonly data: string;
  /** `sqlite:<absolute folder>` or an http(s) address. */
  readonly store: string;
  /** Named by flag or environment; null lets the project choose. */
  readonly dataset: string | null;
  readonly lang: 'en';
  /** File that was read, null without one. */
  readonly file: string | null;
}
