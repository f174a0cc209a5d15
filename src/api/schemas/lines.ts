// A line as the API answers it; the same shape as in `shoptrace tx --json`.
import { z } from '@hono/zod-openapi';
import type { LineAnswer } from '../../model/answers.js';
import type { LineHistogramAnswer } from '../../queries/line-histogram.js';
import { instant, level, strings } from './basics.js';

export const line = z
  .object({
    event: z.string(),
    file: z.string(),
    line: z.number().int(),
    at: instant,
    localTime: z.string(),
    zone: z.string(),
    deltaMs: z.number().nullable(),
    level,
    code: z.string(),
    action: z.string(),
    request: z.string(),
    transaction: z.string().nullable(),
    message: z.string(),
    raw: z.string(),
    attached: z.enum(['own', 'request', 'neighbour']),
    confidence: z.number(),
    flags: strings,
  })
  .openapi('Line') satisfies z.ZodType<LineAnswer>;

const count = z.number().int();

export const lineHistogramAnswer = z
  .object({
    from: instant.nullable(),
    to: instant.nullable(),
    whole: z.boolean(),
    bucket: z.enum(['minute', 'hour', 'day']),
    series: strings,
    points: z.array(z.object({ at: instant, counts: z.record(z.string(), count) })).readonly(),
    total: count,
    cut: z.boolean(),
  })
  .openapi('LineHistogram') satisfies z.ZodType<LineHistogramAnswer>;
