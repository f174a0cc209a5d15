// Replays of uploaded files as the API answers them.
import { z } from '@hono/zod-openapi';
import type { ReplayJob } from '../../model/replays.js';
import { counts, instant } from './basics.js';
import { ledger } from './sources.js';

const count = z.number().int();

const replayProblem = z
  .object({
    code: z.string().nullable().openapi({ description: 'Null: a fault of shoptrace; the log says more.' }),
    detail: z.string(),
    hint: z.string(),
  })
  .openapi('ReplayProblem');

const outcome = z
  .object({
    dataset: z.string(),
    takenFor: z.enum(['trace', 'mail', 'order-table', 'other']),
    because: z.string(),
    isExtract: z.boolean(),
    ledger: ledger.nullable().openapi({ description: 'Of this read; null of a table.' }),
    table: z.object({ facts: count, unreadable: count }).nullable(),
    findings: counts.openapi({ description: 'Of the whole dataset, by severity.' }),
    heldBy: z
      .object({ dataset: z.string(), file: z.string() })
      .nullable()
      .openapi({ description: 'Where the very same bytes were before this replay.' }),
    problem: replayProblem.nullable().openapi({ description: 'What kept the rest from being read.' }),
    seconds: z.number(),
  })
  .openapi('ReplayOutcome');

export const replay = z
  .object({
    id: z.string(),
    file: z.string(),
    zone: z.string(),
    shop: z.string(),
    size: count,
    state: z.enum(['waiting', 'reading', 'judging', 'done', 'failed', 'cancelled']),
    createdAt: instant,
    endedAt: instant.nullable(),
    progress: z.object({
      bytes: count,
      bytesTotal: count.nullable(),
      lines: count,
      records: count,
    }),
    outcome: outcome.nullable(),
    problem: replayProblem.nullable().openapi({ description: 'Why it failed.' }),
  })
  .openapi('Replay');

export function replayAnswer(job: ReplayJob): z.output<typeof replay> {
  return {
    ...job,
    createdAt: new Date(job.createdAt).toISOString(),
    endedAt: job.endedAt === null ? null : new Date(job.endedAt).toISOString(),
  };
}
