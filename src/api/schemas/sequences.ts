// Order numbers as the API answers them; the same shapes as `shoptrace gaps --json` and `shoptrace number --json`.
import { z } from '@hono/zod-openapi';
import { holeClasses } from '../../model/sequences/classes.js';
import { instant, severity, strings } from './basics.js';

const holeClass = z.enum(holeClasses as unknown as [(typeof holeClasses)[number]]);
const holeSeverity = z.union([severity, z.literal('none')]);
const between = z.tuple([instant.nullable(), instant.nullable()]).readonly();
const count = z.number().int();

const numberEvidence = z
  .object({
    event: z.string(),
    file: z.string(),
    line: count,
    role: z.enum(['proof', 'context']),
    at: instant.nullable(),
    what: z.string(),
  })
  .openapi('NumberEvidence');

const evidence = z.array(numberEvidence).readonly();
const numberAt = z.object({ number: z.string(), at: instant.nullable() }).openapi('NumberAt');

export const series = z
  .object({
    type: z.literal('series'),
    series: z.string(),
    shop: z.string(),
    document: z.enum(['order', 'invoice']).openapi({ description: 'What carries the numbers.' }),
    zone: z.string().openapi({ description: 'Zone of the times inside texts.' }),
    floor: z.string().nullable(),
    frontier: z.string().nullable(),
    floorWhy: z.enum(['first-in-time', 'given']),
    lattice: z.array(z.object({ from: z.string(), to: z.string(), step: count, residue: count })).readonly(),
    used: count,
    holes: count.openapi({ description: 'Missing numbers.' }),
    late: count,
    duplicates: count,
    longestDelaySeconds: z.number().nullable(),
    coverage: z.object({ from: instant.nullable(), through: instant.nullable(), sources: strings }),
    classes: z.record(z.string(), z.number().optional()),
    notCovered: z.array(z.object({ from: z.string(), to: z.string() })).readonly(),
    notes: strings,
  })
  .openapi('Series');

export const hole = z
  .object({
    type: z.literal('hole'),
    series: z.string(),
    shop: z.string(),
    from: z.string(),
    to: z.string(),
    count,
    before: numberAt.nullable(),
    after: numberAt.nullable(),
    between,
    class: holeClass,
    confidence: z.number(),
    severity: holeSeverity,
    status: z.enum(['provisional', 'explained', 'unexplained', 'expired', 'unknown']),
    until: instant.nullable(),
    mayStillArrive: z.boolean(),
    alternatives: z.array(z.object({ class: holeClass, confidence: z.number() })).readonly(),
    evidence,
    wouldChange: z.string(),
    text: z.string(),
  })
  .openapi('Hole');

export const lateNumber = z
  .object({
    type: z.literal('late'),
    series: z.string(),
    shop: z.string(),
    number: z.string(),
    orderedAt: instant,
    between,
    delaySeconds: z.tuple([z.number(), z.number().nullable()]).readonly(),
    reason: z.enum(['customer_returned', 'paid_slowly', 'reissued', 'unknown']),
    text: z.string(),
    evidence,
  })
  .openapi('LateNumber');

export const duplicateNumber = z
  .object({
    type: z.literal('duplicate'),
    series: z.string(),
    shop: z.string(),
    number: z.string(),
    orders: evidence,
    reason: z.enum(['same_store', 'two_stores', 'paid_twice']),
    severity,
    text: z.string(),
  })
  .openapi('DuplicateNumber');

/** A stretch of the number line, for drawing: how many of its numbers are used, missing, late. */
const lineStretch = z
  .object({
    from: z.string(),
    to: z.string(),
    used: count,
    missing: count,
    late: count,
    severity: holeSeverity,
  })
  .openapi('NumberLineStretch');

export const seriesDetail = z
  .object({
    series,
    line: z.array(lineStretch).readonly(),
    holes: z.array(hole).readonly(),
    late: z.array(lateNumber).readonly(),
    duplicates: z.array(duplicateNumber).readonly(),
    totals: z.object({ holes: count, late: count, duplicates: count }),
  })
  .openapi('SeriesDetail');

const lifeStep = z
  .object({
    step: z.enum([
      'cart begun',
      'owner',
      'payment method',
      'number given out',
      'sent to the gateway',
      'answer of the gateway',
      'came back',
      'order',
    ]),
    what: z.string().nullable(),
    at: instant.nullable(),
    evidence,
  })
  .openapi('LifeStep');

export const numberLife = z
  .object({
    type: z.literal('number'),
    number: z.string(),
    dataset: z.string(),
    shop: z.string(),
    series: z.string().nullable(),
    outcome: z.enum(['ordered', 'late', 'duplicate', 'missing', 'not covered', 'unknown']),
    headline: z.string(),
    zone: z.string().openapi({ description: 'Zone of the times inside texts.' }),
    steps: z.array(lifeStep).readonly(),
    hole: hole.nullable(),
    late: lateNumber.nullable(),
    duplicate: duplicateNumber.nullable(),
    nearest: z.array(numberAt).readonly(),
  })
  .openapi('NumberLife');
