// What a run of the reference shop is made with: one schema for the command line, the demo, tests and benchmarks.
import { z } from 'zod';
import { defaultMagentoFaults, magentoFaultNames, noMagentoFaults } from './magento/rates.js';

/** Share of orders in which something goes wrong, by what it is; the second half is for shops of the Magento kind. */
export const faultNames = [
  'failingProduct',
  'abandoned',
  'cartNeverPlaced',
  'reloaded',
  ...magentoFaultNames,
] as const;
export type FaultName = (typeof faultNames)[number];
export type FaultRates = Readonly<Record<FaultName, number>>;

export const noFaults: FaultRates = {
  failingProduct: 0,
  abandoned: 0,
  cartNeverPlaced: 0,
  reloaded: 0,
  ...noMagentoFaults,
};
export const defaultFaults: FaultRates = {
  ...defaultMagentoFaults,
  failingProduct: 0.006,
  abandoned: 0.04,
  cartNeverPlaced: 0.05,
  reloaded: 0.03,
};

/** `default`, `none`, or `failingProduct=0.02,abandoned=0.1` (others none). */
const faults = z
  .string()
  .default('default')
  .transform((text, context): FaultRates => {
    if (text === 'default') return defaultFaults;
    if (text === 'none') return noFaults;
    const rates: Record<string, number> = { ...noFaults };
    for (const part of text.split(',')) {
      const [name = '', rate = ''] = part.split('=').map((piece) => piece.trim());
      const value = Number(rate);
      if (!(name in noFaults) || rate === '' || !(value >= 0 && value <= 1)) {
        context.addIssue({
          code: 'custom',
          message: `"${part}" is not NAME=SHARE with a share from 0 to 1; names are ${faultNames.join(', ')}`,
        });
        return z.NEVER;
      }
      rates[name] = value;
    }
    return rates as FaultRates;
  });

const payments = z.object({
  free: z.number().min(0).default(0),
  check: z.number().min(0).default(0),
  transfer: z.number().min(0).default(0),
  test: z.number().min(0).default(0),
  paypal: z.number().min(0).default(0),
});

/** The 30th of February is none, although it parses. */
function isDate(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(Date.parse(text)) || Number.isNaN(day.getTime())) return false;
  return day.toISOString().startsWith(text.slice(0, 10));
}

const DATE_TEXT = 'a date such as 2017-08-01, or a time with its zone';

const dateText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/, DATE_TEXT)
  .refine(isDate, DATE_TEXT);

export const shopOptions = z
  .object({
    out: z.string().min(1).describe('File the trace is written to'),
    platform: z
      .enum(['moodle', 'magento', 'openmage', 'magento2'])
      .default('moodle')
      .describe('Kind of shop: Moodle’s, or one that gives order numbers out of a counter'),
    exports: z
      .string()
      .min(1)
      .optional()
      .describe('Magento: folder for what a merchant can export (orders, quotes, payments, logs)'),
    stores: z.coerce.number().int().min(1).max(9).default(2).describe('Magento: stores, each with a counter'),
    nodes: z.coerce
      .number()
      .int()
      .min(1)
      .max(9)
      .default(1)
      .describe('Magento: nodes of the database cluster; order numbers of magento2 lie so far apart'),
    mail: z.string().min(1).optional().describe('File of the mail trace; without it the mails only count'),
    labels: z.string().min(1).optional().describe('NDJSON file that says what is true about the trace'),
    era: z
      .enum(['2017', '2025'])
      .default('2025')
      .describe('Code of the shop: 2017 (form B) or 2025 (form C)'),
    seed: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    from: dateText
      .optional()
      .describe(
        'Where the virtual clock begins (UTC); default 1 August 2017 or 1 January 2025. Magento, live: history from there on',
      ),
    days: z.coerce.number().positive().optional().describe('New orders come in for so many days'),
    orders: z.coerce
      .number()
      .int()
      .positive()
      .optional()
      .describe('So many orders; default 1000 where nothing else ends the run'),
    lines: z.coerce.number().int().positive().optional().describe('No new orders after so many lines'),
    speed: z
      .string()
      .regex(/^(max|x\d+(\.\d+)?)$/, 'max, or x10 for ten times as fast as the clock')
      .default('max'),
    live: z.boolean().default(false).describe('On the real clock, record by record, until it is stopped'),
    ordersPerDay: z.coerce.number().positive().optional().describe('Default 400; live two a second'),
    zone: z
      .string()
      .min(1)
      .optional()
      .describe('Time zone of the server; default Europe/Paris, live the machine’s'),
    faults,
    payments: payments.optional().describe('Weights of the ways of paying'),
    rotateBytes: z.coerce
      .number()
      .int()
      .positive()
      .default(64 * 1024 * 1024),
    rotateHours: z.coerce.number().positive().default(24),
    keepDays: z.coerce
      .number()
      .positive()
      .default(7)
      .describe('Rotated files are removed after so many days'),
    keepBytes: z.coerce
      .number()
      .int()
      .positive()
      .default(1024 * 1024 * 1024)
      .describe('Rotated files of a trace are removed, the oldest first, beyond so many bytes'),
  })
  .strict();

/** As given. */
export type ShopInput = z.input<typeof shopOptions>;
/** With its defaults. */
export type ShopOptions = z.output<typeof shopOptions>;
