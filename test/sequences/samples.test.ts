// Each reason of the decision table as files: a folder that yields it and a near miss that does not, read by the real program.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classLimits, classNames, holeClasses, type HoleClass } from '../../src/model/sequences/classes.js';
import type { DuplicateAnswer, HoleAnswer, LateAnswer } from '../../src/model/sequence-answers.js';
import type { FindingAnswer } from '../../src/model/answers.js';
import { checkout, type RealProject, realProject } from '../cli/support/real-project.js';

const samples = 'samples/order-numbers';
const folderOf = (name: string): string => `${samples}/${name.replaceAll('_', '-')}`;

let project: RealProject;
beforeAll(() => {
  project = realProject();
});
afterAll(() => project.remove());

type Answer = HoleAnswer | LateAnswer | DuplicateAnswer;

/** Reads a folder as a user does, with its own configuration where there is one. */
async function read(folder: string) {
  const dataset = folder.replaceAll(/\W/g, '-').slice(-50).replace(/^-+/, '');
  const file = join(checkout, folder, 'shoptrace.yaml');
  const given = [...(existsSync(file) ? ['--config', file] : []), '--dataset', dataset];
  const replay = await project.run(['replay', folder, '--zone', 'UTC', ...given]);
  const answers = (await project.run(['gaps', '--json', ...given])).json() as Answer[];
  const text = (await project.run(['gaps', ...given])).out;
  const findings = (await project.run(['findings', '--json', ...given])).json() as FindingAnswer[];
  return { replay, answers, text, findings };
}

function holeAt(answers: readonly Answer[], number: string): HoleAnswer | null {
  const holes = answers.filter((answer) => answer.type === 'hole');
  return holes.find(({ from, to }) => from <= number && number <= to) ?? null;
}

interface Expected {
  readonly number: string;
  /** Of the near miss; null: nothing is missing there. */
  readonly nearMiss: HoleClass | null;
  readonly nearMissNumber?: string;
  readonly confidence: number;
}

const expected: Readonly<Record<HoleClass, Expected>> = {
  paid_no_order: { number: '100000002', nearMiss: 'declined_guest_expired', confidence: 0.95 },
  deleted_order: { number: '100000005', nearMiss: null, confidence: 0.95 },
  save_failed: { number: '000042312', nearMiss: 'paid_no_order', confidence: 0.9 },
  step_cluster: { number: '000000002', nearMiss: 'no_data', confidence: 0.95 },
  counter_jump: { number: '100000500', nearMissNumber: '100000010', nearMiss: 'no_data', confidence: 0.6 },
  bot_burst: { number: '100000004', nearMiss: 'declined_guest_expired', confidence: 0.8 },
  declined_owned: { number: '100000002', nearMiss: 'declined_guest_expired', confidence: 0.9 },
  declined_guest_live: { number: '100000005', nearMiss: 'declined_guest_expired', confidence: 0.9 },
  declined_guest_expired: { number: '100000002', nearMiss: 'declined_owned', confidence: 0.9 },
  in_flight: { number: '100000005', nearMiss: 'abandoned_gateway_owned', confidence: 0.9 },
  abandoned_gateway_owned: { number: '100000002', nearMiss: 'declined_owned', confidence: 0.8 },
  abandoned_gateway_guest: { number: '100000002', nearMiss: 'reserved_guest', confidence: 0.8 },
  reserved_pending_owned: { number: '100000002', nearMiss: 'declined_owned', confidence: 0.7 },
  reserved_guest: { number: '100000002', nearMiss: 'reserved_pending_owned', confidence: 0.7 },
  multi_address_run: { number: '100000003', nearMiss: 'unexplained', confidence: 0.8 },
  left_edge: { number: '100000002', nearMiss: 'no_data', confidence: 0.9 },
  right_edge: { number: '100000002', nearMiss: 'unexplained', confidence: 0.9 },
  declined_inferred: { number: '000000002', nearMiss: 'no_data', confidence: 0.8 },
  unexplained: { number: '100000002', nearMiss: 'no_data', confidence: 0.9 },
  no_data: { number: '100000002', nearMiss: 'unexplained', confidence: 0 },
};

describe('samples/order-numbers', () => {
  it('has a folder for each reason and nothing else', () => {
    const folders = readdirSync(join(checkout, samples), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const wanted = [...holeClasses, 'late_completed', 'duplicate_number'].map((name) =>
      name.replaceAll('_', '-'),
    );
    expect(folders.toSorted()).toEqual(wanted.toSorted());
  });

  it.each(holeClasses)('%s', async (name) => {
    const { number, nearMiss, nearMissNumber = number, confidence } = expected[name];
    const yields = await read(`${folderOf(name)}/yields`);
    expect(yields.replay.code).toBe(0);
    expect(holeAt(yields.answers, number)).toMatchObject({ class: name, confidence });
    expect(confidence).toBeLessThanOrEqual(classLimits[name].confidence);
    const missed = await read(`${folderOf(name)}/near-miss`);
    expect(holeAt(missed.answers, nearMissNumber)?.class ?? null).toBe(nearMiss);
    const classes = missed.answers.flatMap((answer) => (answer.type === 'hole' ? [answer.class] : []));
    expect(classes).not.toContain(name);
    for (const { text } of [yields, missed]) {
      expect(holeClasses.filter((id) => id.includes('_') && text.includes(id))).toEqual([]);
      expect(text).not.toMatch(/undefined|NaN|fraud/i);
    }
  });

  it('late_completed: a finding only when the delay is longer than a checkout', async () => {
    const yields = await read(`${folderOf('late_completed')}/yields`);
    expect(yields.answers.filter(({ type }) => type === 'late')).toMatchObject([
      { number: '100000002', reason: 'customer_returned' },
    ]);
    expect(yields.findings.map(({ rule }) => rule)).toContain('number-late');
    const missed = await read(`${folderOf('late_completed')}/near-miss`);
    expect(missed.answers.filter(({ type }) => type === 'late')).toMatchObject([{ reason: 'paid_slowly' }]);
    expect(missed.findings.map(({ rule }) => rule)).not.toContain('number-late');
  });

  it('duplicate_number: an edited order is none', async () => {
    const yields = await read(`${folderOf('duplicate_number')}/yields`);
    expect(yields.answers.filter(({ type }) => type === 'duplicate')).toMatchObject([
      { number: '100000002', reason: 'same_store', severity: 'high' },
    ]);
    const missed = await read(`${folderOf('duplicate_number')}/near-miss`);
    expect(missed.answers.filter(({ type }) => type === 'duplicate')).toEqual([]);
    expect(holeAt(missed.answers, '100000002')).toBeNull();
  });

  it('is told on the page, folder by folder', () => {
    const page = readFileSync(join(checkout, 'docs/order-numbers.md'), 'utf8');
    for (const name of [...holeClasses, 'late_completed', 'duplicate_number'])
      expect(page).toContain(`(../${folderOf(name)}/)`);
    for (const name of holeClasses) expect(page).toContain(classNames[name]);
  });
});
