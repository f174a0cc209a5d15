// Sources, ledgers and datasets as the API answers them.
import { z } from '@hono/zod-openapi';
import type { DatasetAnswer, LedgerAnswer, SourceAnswer } from '../../model/answers.js';
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
  })
  .openapi('Dataset') satisfies z.ZodType<DatasetAnswer>;
