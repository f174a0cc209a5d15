// The contract of `shoptrace gaps --json`: every object of real output has the fields that scripts rely on.
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { duplicateNumber, hole, lateNumber, numberLife, series } from '../../src/api/schemas/sequences.js';
import { holeClasses } from '../../src/model/sequences/classes.js';
import { checkout, type RealProject, realProject } from '../cli/support/real-project.js';

const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const number = z.string().regex(/^\d+(-\d+)?$/);
const span = z.tuple([instant.nullable(), instant.nullable()]);
const numberAt = z.looseObject({ number, at: instant.nullable() }).nullable();
const count = z.int().nonnegative();
const sentence = z.string().regex(/^[A-Z].*[.)]$/s);
const proof = z.looseObject({
  event: z.string(),
  file: z.string(),
  line: z.int().positive(),
  role: z.string(),
});
const severity = z.enum(['none', 'info', 'low', 'medium', 'high', 'critical']);

/** Fields may be added, never renamed. */
const contract = {
  series: z.looseObject({
    type: z.literal('series'),
    series: z.string(),
    floor: number.nullable(),
    frontier: number.nullable(),
    lattice: z.array(z.looseObject({ from: number, to: number, step: count, residue: count })),
    used: count,
    holes: count,
    late: count,
    duplicates: count,
    longestDelaySeconds: count.nullable(),
    coverage: z.looseObject({ from: instant.nullable(), through: instant.nullable() }),
  }),
  hole: z.looseObject({
    type: z.literal('hole'),
    series: z.string(),
    from: number,
    to: number,
    count: z.int().positive(),
    before: numberAt,
    after: numberAt,
    between: span,
    class: z.enum(holeClasses),
    confidence: z.number().min(0).max(0.99),
    severity,
    status: z.enum(['provisional', 'explained', 'unexplained', 'expired', 'unknown']),
    until: instant.nullable(),
    alternatives: z.array(z.looseObject({ class: z.enum(holeClasses), confidence: z.number() })),
    evidence: z.array(proof),
    wouldChange: sentence,
    text: sentence,
  }),
  late: z.looseObject({
    type: z.literal('late'),
    series: z.string(),
    number,
    orderedAt: instant,
    between: span,
    delaySeconds: z.tuple([count, count.nullable()]),
    reason: z.string(),
    text: sentence,
  }),
  duplicate: z.looseObject({
    type: z.literal('duplicate'),
    series: z.string(),
    number,
    orders: z.array(proof).min(1),
  }),
};
type Kind = keyof typeof contract;
const served = { series, hole, late: lateNumber, duplicate: duplicateNumber };

const samples = 'samples/order-numbers';
const folders = readdirSync(join(checkout, samples), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

let project: RealProject;
beforeAll(() => {
  project = realProject();
});
afterAll(() => project.remove());

describe('gaps --json', () => {
  it('has the agreed shapes over every sample, each series before what belongs to it', async () => {
    const seen = new Map<Kind, number>();
    for (const folder of folders) {
      await project.run(['replay', `${samples}/${folder}/yields`, '--zone', 'UTC', '--dataset', folder]);
      const run = await project.run(['gaps', '--json', '--dataset', folder]);
      expect(run.err).toBe('');
      const answers = run.json() as { type: Kind; series: string }[];
      let current = '';
      for (const answer of answers) {
        const { type } = answer;
        expect(Object.keys(contract)).toContain(type);
        expect({ folder, error: contract[type].safeParse(answer).error?.message }).toEqual({ folder });
        expect({
          folder,
          error: z.strictObject(served[type].shape).safeParse(answer).error?.message,
        }).toEqual({
          folder,
        });
        if (type === 'series') current = answer.series;
        expect(answer.series).toBe(current);
        seen.set(type, (seen.get(type) ?? 0) + 1);
      }
    }
    expect(seen.get('series')).toBeGreaterThanOrEqual(folders.length);
    expect(seen.get('hole')).toBeGreaterThanOrEqual(holeClasses.length);
    expect(seen.get('late')).toBeGreaterThan(0);
    expect(seen.get('duplicate')).toBeGreaterThan(0);
  });

  it('counts in a series what it prints behind it', async () => {
    for (const folder of folders) {
      const answers = (await project.run(['gaps', '--json', '--dataset', folder])).json() as {
        type: Kind;
        class?: string;
        count?: number;
        holes: number;
        late: number;
        duplicates: number;
      }[];
      const [first, ...rest] = answers;
      const missing = rest
        .filter(({ type, class: name }) => type === 'hole' && name !== 'step_cluster')
        .reduce((sum, { count: numbers = 0 }) => sum + numbers, 0);
      const of = (kind: Kind): number => rest.filter(({ type }) => type === kind).length;
      expect({ folder, holes: missing, late: of('late'), duplicates: of('duplicate') }).toEqual({
        folder,
        holes: first?.holes,
        late: first?.late,
        duplicates: first?.duplicates,
      });
    }
  });

  it('and number --json are what the API serves', async () => {
    const run = await project.run(['number', '100000002', '--json', '--dataset', 'paid-no-order']);
    const [life] = run.json();
    expect(z.strictObject(numberLife.shape).safeParse(life).error?.message).toBeUndefined();
  });
});
