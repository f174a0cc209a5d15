// Sources, ledgers and datasets as the API answers them.
import { z } from '@hono/zod-openapi';
import type { DatasetAnswer, JudgedAnswer, LedgerAnswer, SourceAnswer } from '../../model/answers.js';
import type { SourceTrouble } from '../../model/source-trouble.js';
import { counts, instant } from './basics.js';

const count = z.number().int();

export const ledger = z
  .object({
    type: z.literal('ledger'),
    file: z.string(),
    generation: z.string(),
    sha256: z.string().nullable(),
    form: z.string().nullable(),
    zone: z.string(),
    bytes: count,
    nulBytes: count,
    vanishedBytes: count,
    truncatedBytes: count,
    lines: count,
    records: count,
    continuation: count,
    blank: count,
    quarantinedLines: counts,
    indexed: count,
    duplicate: count,
    pending: count,
    rejected: counts,
    transactions: count,
    from: instant.nullable(),
    to: instant.nullable(),
  })
  .openapi('Ledger') satisfies z.ZodType<LedgerAnswer>;

export const source = z
  .object({
    source: z.string(),
    shop: z.string(),
    file: z.string(),
    generation: z.string(),
    kind: z.string(),
    form: z.string().nullable(),
    zone: z.string(),
    followed: z.boolean(),
    offset: count,
    lastRecord: instant.nullable(),
    upToDateAt: instant.nullable(),
    ledger,
  })
  .openapi('Source') satisfies z.ZodType<SourceAnswer>;

export const judged = z
  .object({
    state: z.enum(['current', 'behind', 'nobody']).openapi({
      description:
        '`behind`: records wait, and what is stored goes on more than half a minute behind them. `nobody`: files are ' +
        'followed or records wait, and no process judges; told only where several processes share a store.',
    }),
    through: instant.nullable().openapi({ description: 'Everything printed before it is judged.' }),
    behindMs: count.openapi({
      description: 'From there to the last record, or to the last look that found nothing new.',
    }),
    waitingBytes: count.openapi({ description: 'Stored and not judged.' }),
  })
  .openapi('Judged') satisfies z.ZodType<JudgedAnswer>;

export const sourceTrouble = z
  .object({
    path: z.string(),
    problem: z.string(),
    hint: z.string(),
    since: instant,
  })
  .openapi('SourceTrouble') satisfies z.ZodType<SourceTrouble>;

export const dataset = z
  .object({
    name: z.string(),
    live: z.boolean(),
    createdAt: instant,
    asOf: instant.nullable(),
    zone: z.string().nullable(),
    files: count,
    records: count,
    transactions: count,
    from: instant.nullable(),
    to: instant.nullable(),
    bytesOnDisk: z.number().nullable(),
    judged,
  })
  .openapi('Dataset') satisfies z.ZodType<DatasetAnswer>;
