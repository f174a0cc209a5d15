// How far a dataset is judged: what waits, since when, and whether anybody judges.
import { beforeEach, describe, expect, it } from 'vitest';
import { judgedSentence } from '../../src/model/texts/judged.js';
import { judged } from '../../src/queries/judged.js';
import type { Dataset } from '../../src/queries/question.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';
import { create } from '../contracts/store/test-dataset.js';
import { generationFor, LineFeed } from '../support/line-format.js';
import { datasetOf, samplePath } from './support/read-dataset.js';

const FIRST = '2017-08-21T18:38:55.525Z';
const LAST = '2017-08-21T18:39:33.825Z';

let dataset: Dataset;
beforeEach(async () => {
  ({ dataset } = await datasetOf([{ path: samplePath }]));
});

const seenAs = (parts: Partial<Dataset>): Dataset => Object.assign(Object.create(dataset) as Dataset, parts);

/** As a store that several processes share tells it. */
const withJudge = (there: boolean): Dataset => seenAs({ isJudged: async () => there });

/** The sample judged up to a record, counted from 0. */
async function judgedTo(record: number): Promise<void> {
  const [generation] = await dataset.generations();
  const { events } = await dataset.eventsOfRange(generation?.id ?? '', 0, 1e9, 100);
  const state = await dataset.detectionState();
  const positions = { [generation?.id ?? '']: events[record]?.event.offset ?? 0 };
  dataset = seenAs({ detectionState: async () => ({ ...state, positions }) });
}

async function followed(upToDateAt: string): Promise<void> {
  for (const generation of await dataset.generations()) {
    await dataset.updateGeneration({ ...generation, followed: true });
    const { id, source } = generation;
    await dataset.setSourceStatus({
      source,
      generation: id,
      upToDateAt: Date.parse(upToDateAt),
      size: 0,
    });
  }
}

describe('a dataset', () => {
  it('of files read once is judged whole, whether or not a process goes on judging', async () => {
    const whole = { state: 'current', through: LAST, behindMs: 0, waitingBytes: 0 };
    expect(await judged(dataset)).toEqual(whole);
    expect(await judged(withJudge(false))).toEqual(whole);
  });

  it('that was never judged waits from its first record on', async () => {
    await dataset.resetDetection();
    const waiting = { through: FIRST, behindMs: 38_300, waitingBytes: 2294 };
    expect(await judged(dataset)).toEqual({ state: 'behind', ...waiting });
    expect(await judged(withJudge(true))).toEqual({ state: 'behind', ...waiting });
    expect(await judged(withJudge(false))).toEqual({ state: 'nobody', ...waiting });
  });

  it('is behind by what is printed from the first record that waits, and not for a few seconds of it', async () => {
    await judgedTo(1);
    expect(await judged(dataset)).toMatchObject({ state: 'behind', behindMs: 38_047 });
    await judgedTo(22);
    const answer = await judged(dataset);
    expect(answer).toMatchObject({ state: 'current', through: LAST, behindMs: 0 });
    expect(answer.waitingBytes).toBeGreaterThan(0);
  });

  it('that is followed waits for a judge even when no record does: time goes on', async () => {
    await followed('2017-08-21T18:42:33.825Z');
    expect(await judged(withJudge(true))).toMatchObject({
      state: 'current',
      through: '2017-08-21T18:42:33.825Z',
    });
    expect(await judged(withJudge(false))).toEqual({
      state: 'nobody',
      through: LAST,
      behindMs: 180_000,
      waitingBytes: 0,
    });
  });

  it('does not wait for a record that may still grow', async () => {
    const text = '-- 2017-8-21 20:38:55 525 -- one\n-- 2017-8-21 20:40:55 525 -- two\n';
    const feed = new LineFeed(generationFor(text));
    const other = await openMemoryStore().open('growing', { mode: 'write', create });
    await other.append(feed.batch(text, 'provisional'));
    const [last] = (await other.search({ filter: {}, order: 'newest', limit: 1 })).items;
    expect(last?.flags).toContain('provisional');
    const state = await other.detectionState();
    const positions = { [feed.generation.id]: last?.offset ?? 0 };
    other.detectionState = async () => ({ ...state, positions });
    expect(await judged(other)).toMatchObject({ state: 'current', waitingBytes: 0 });
  });

  it('without anything stored has nothing to judge', async () => {
    const empty = await openMemoryStore().open('empty', { mode: 'write', create });
    const answer = await judged(empty);
    expect(answer).toEqual({ state: 'current', through: null, behindMs: 0, waitingBytes: 0 });
    expect(judgedSentence(answer, 'UTC')).toBe('nothing to judge');
  });
});

it('the sentence says until when, how far behind, and that nobody judges', () => {
  const answer = { through: '2017-08-21T12:03:22.500Z', behindMs: 180_000, waitingBytes: 1 } as const;
  const zone = 'Europe/Paris';
  expect(judgedSentence({ state: 'behind', ...answer }, zone)).toBe(
    'judged up to 2017-08-21 14:03:22 Europe/Paris, 3 min behind',
  );
  expect(judgedSentence({ state: 'nobody', ...answer }, zone)).toBe(
    'nobody judges: judged up to 2017-08-21 14:03:22 Europe/Paris, 3 min behind',
  );
  expect(judgedSentence({ state: 'current', ...answer }, zone)).toBe(
    'everything is judged, up to 2017-08-21 14:03:22 Europe/Paris',
  );
  expect(judgedSentence({ state: 'nobody', ...answer, through: null }, zone)).toBe(
    'nobody judges, nothing is judged',
  );
});
