// Schemas that every resource uses: times, names, pages, errors, counts.
import { z } from '@hono/zod-openapi';
import { severities } from '../../model/finding.js';

export const instant = z.string().openapi({
  description: 'UTC, with `Z`.',
  example: '2017-08-21T18:38:55.525Z',
});

export const level = z.enum(['info', 'success', 'warning', 'error']);
export const severity = z.enum(severities as [(typeof severities)[number]]);
export const humanState = z.enum(['open', 'acknowledged', 'resolved', 'suppressed', 'regressed']);
export const verdict = z.enum(['violated', 'pending', 'late', 'withdrawn']);
export const caseKind = z.enum(['transaction', 'user', 'order', 'product', 'request', 'series', 'source']);
export const outcome = z.enum([
  'refunded',
  'cancelled',
  'delivered',
  'produced',
  'paid',
  'failed',
  'abandoned',
  'placed',
  'cart',
  'unknown',
]);

/** Counts by name; a name that is missing counts nothing. */
export const counts = z.record(z.string(), z.number().optional());

export const strings = z.array(z.string()).readonly();

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).readonly(),
    nextCursor: z.string().nullable().openapi({ description: 'Give it as `cursor` for what follows.' }),
    prevCursor: z.string().nullable().openapi({ description: 'Give it as `cursor` for what came before.' }),
  });
}

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).readonly(),
    nextCursor: z.null(),
    prevCursor: z.null(),
  });
}

/** A list that is always whole, in the shape of a page. */
export function wholeList<T>(items: readonly T[]): {
  items: readonly T[];
  nextCursor: null;
  prevCursor: null;
} {
  return { items, nextCursor: null, prevCursor: null };
}

export const coverage = z
  .object({
    from: instant.nullable(),
    through: instant.nullable(),
    asOf: instant.nullable(),
    holes: z.array(z.object({ from: instant, to: instant, why: z.string() })).readonly(),
  })
  .openapi('Coverage');

/** RFC 9457, with the id of the request and what to do. */
export const problem = z
  .looseObject({
    type: z.string().openapi({ example: '/docs/errors#finding-unknown' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    hint: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .readonly()
      .optional(),
  })
  .openapi('Problem');
