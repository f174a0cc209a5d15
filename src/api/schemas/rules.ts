// A rule as the API answers it; the same shape as `shoptrace rules show --json`.
import { z } from '@hono/zod-openapi';
import type { RuleAnswer } from '../../model/answers.js';
import { severity, strings } from './basics.js';

const threshold = z.object({ value: z.number(), unit: z.string(), why: z.string() });

export const rule = z
  .object({
    id: z.string(),
    codes: strings,
    title: z.string(),
    severity,
    caseKind: z.string(),
    version: z.number().int(),
    firesWhen: z.string(),
    staysQuietWhen: z.string(),
    cannotSee: z.string(),
    thresholds: z.record(z.string(), threshold),
  })
  .openapi('Rule') satisfies z.ZodType<RuleAnswer>;
