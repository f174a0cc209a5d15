// Transactions as the API answers them; the same shapes as `shoptrace tx --json`.
import { z } from '@hono/zod-openapi';
import type { NotFoundAnswer, TransactionListItem } from '../../model/answers.js';
import { coverage, instant, outcome, problem, strings } from './basics.js';
import { finding } from './findings.js';
import { line } from './lines.js';

export const transactionListItem = z
  .object({
    id: z.string(),
    shop: z.string(),
    dataset: z.string(),
    firstSeen: instant,
    lastSeen: instant,
    records: z.number().int(),
    outcome,
    amount: z.number().nullable(),
    currency: z.string().nullable(),
    placements: z.number().int(),
    productions: z.number().int(),
    findings: strings,
  })
  .openapi('TransactionListItem') satisfies z.ZodType<TransactionListItem>;

const storyStep = z
  .object({
    at: instant,
    what: z.string(),
    kind: z.enum([
      'order',
      'payment',
      'production',
      'account',
      'support',
      'delivery',
      'notify',
      'staff',
      'death',
      'missing',
      'other',
    ]),
    events: strings,
  })
  .openapi('StoryStep');

const expectedStep = z
  .object({ what: z.string(), dueAt: instant.nullable(), after: z.string().nullable() })
  .openapi('ExpectedStep');

export const transaction = z
  .object({
    id: z.string(),
    dataset: z.string(),
    shop: z.string(),
    outcome,
    headline: z.string(),
    amount: z.number().nullable(),
    currency: z.string().nullable(),
    items: strings,
    users: z.array(z.object({ id: z.string().nullable(), name: z.string().nullable() })).readonly(),
    placements: z.number().int(),
    productions: z.number().int(),
    firstSeen: instant,
    lastSeen: instant,
    coverage,
    findings: z.array(finding).readonly(),
    expected: z.array(expectedStep).readonly(),
    advice: strings,
    sharedWith: strings,
    story: z.array(storyStep).readonly(),
    lines: z.array(line).readonly(),
  })
  .openapi('Transaction');

const notFoundFields = z.object({
  query: z.string(),
  dataset: z.string(),
  matches: z.array(transactionListItem).readonly(),
  near: strings,
  coverage,
  otherDatasets: strings,
}) satisfies z.ZodType<NotFoundAnswer>;

export const transactionNotFound = problem.extend(notFoundFields.shape).openapi('TransactionNotFound');
