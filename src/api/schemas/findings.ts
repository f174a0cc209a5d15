// A finding as the API answers it; the same shape as `shoptrace findings --json`.
import { z } from '@hono/zod-openapi';
import { caseKind, humanState, instant, severity, strings, verdict } from './basics.js';

const evidence = z
  .union([
    z.object({
      event: z.string(),
      file: z.string(),
      line: z.number().int(),
      role: z.enum(['proof', 'context']),
    }),
    z.object({ role: z.literal('expected'), what: z.string(), dueAt: instant.nullable() }),
  ])
  .openapi('Evidence');

export const finding = z
  .object({
    type: z.literal('finding'),
    id: z.string(),
    rule: z.string(),
    codes: strings,
    title: z.string(),
    verdict,
    severity,
    state: humanState,
    dataset: z.string(),
    shop: z.string(),
    case: z.object({ kind: caseKind, key: z.string() }),
    summary: z.string(),
    count: z.number().int(),
    firstSeen: instant,
    lastSeen: instant,
    dueAt: instant.nullable(),
    evidence: z.array(evidence).readonly(),
    advice: z.string(),
    ruleVersion: z.number().int(),
    reason: z.string().nullable().optional(),
    stateBy: z.string().nullable().optional(),
    stateAt: instant.nullable().optional(),
    stateVersion: z.number().int().optional(),
  })
  .openapi('Finding');

export const findingCounts = z
  .object({
    total: z.number().int(),
    kinds: z.array(z.object({ rule: z.string(), severity, count: z.number().int() })).readonly(),
  })
  .openapi('FindingCounts');

export const stateChange = z
  .object({ state: humanState, reason: z.string().nullable(), by: z.string(), at: instant })
  .openapi('StateChange');
