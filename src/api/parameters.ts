// Query parameters that many addresses share: dataset, page, times, lists of words.
import { z } from '@hono/zod-openapi';
import { HttpProblem } from './problem.js';
import { NAME } from '../model/names.js';

export const MAX_PAGE_ITEMS = 1000;
export const DEFAULT_PAGE_ITEMS = 100;
/** Longest time range of one question; more is asked for in parts. */
export const MAX_RANGE_MS = 50 * 366 * 24 * 3_600_000;
/** A pasted log line may be the question. */
export const MAX_WORDS_CHARACTERS = 2000;

const text = (max: number) => z.string().min(1).max(max);

const time = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((value) => Date.parse(value))
  .openapi({ type: 'string', format: 'date-time', example: '2017-08-21T18:00:00Z' });

export const datasetParameter = z.object({
  dataset: z
    .string()
    .regex(NAME, 'is no name of a dataset')
    .optional()
    .openapi({ description: 'Dataset that answers; default: the live one, else the newest.' }),
});

export const pageParameters = datasetParameter.extend({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PAGE_ITEMS)
    .optional()
    .openapi({
      description: `Items of a page; default ${DEFAULT_PAGE_ITEMS}. Of an export: at most so many.`,
    }),
  cursor: text(1000)
    .optional()
    .openapi({ description: '`nextCursor` or `prevCursor` of a page of the same question.' }),
});

export const rangeParameters = z.object({
  from: time.optional().openapi({ description: 'From this time on.' }),
  to: time.optional().openapi({ description: 'Before this time.' }),
});

/** `a,b` or repeated: one of these. */
export function oneOf<T extends z.ZodType>(item: T) {
  const split = (given: unknown): unknown =>
    given === undefined
      ? undefined
      : [given].flat().flatMap((part) => (typeof part === 'string' ? part.split(',') : [part]));
  return z.preprocess(split, z.array(item).min(1).max(50).optional()).openapi({
    type: 'array',
    items: item instanceof z.ZodEnum ? { type: 'string', enum: [...item.options] } : { type: 'string' },
    param: { required: false, style: 'form', explode: false },
  });
}

export const word = z.string().regex(/^[\w.:-]{1,80}$/, 'is no such name');
export const shopName = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'is no name of a shop')
  .optional();
export const words = text(MAX_WORDS_CHARACTERS)
  .optional()
  .openapi({ description: 'All of these words, the last one as the beginning of a word.' });

export const exportFormat = z
  .enum(['json', 'ndjson', 'csv'])
  .optional()
  .openapi({ description: 'ndjson and csv stream everything that matches; `Accept` says the same.' });

/** @throws a 400 problem when the range is upside down or too long */
export function checkRange(range: {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}): void {
  const { from, to } = range;
  if (from === undefined || to === undefined) return;
  if (from < to && to - from <= MAX_RANGE_MS) return;
  throw new HttpProblem({
    status: 400,
    code: 'query-invalid',
    title: 'The question is not of the form it takes',
    detail: from < to ? 'The time range is longer than 50 years.' : '`from` must be before `to`.',
    hint: 'Give two times such as from=2017-08-21&to=2017-08-22.',
  });
}

/** What every change must carry: see `guardWrites`. */
export const writeHeaders = z.object({ 'x-shoptrace': z.string().openapi({ description: 'Any value.' }) });
