// A trace that was emptied by the shop's reset page: said once, whether the file is read or followed, and never of an extract.
import { afterEach, describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/app/pipeline.js';
import { rules } from '../../src/detectors/rules/index.js';
import type { SourceNotice } from '../../src/ingest/source-notice.js';
import type { Dataset } from '../../src/stores/store.js';
import { newFollowScene } from './follow-scene.js';
import { newScene, reading, record, records, type Scene } from './scene.js';

let scene: Scene | null = null;
afterEach(() => {
  scene?.close();
  scene = null;
});

/** Summaries of what is said about files, by rule. */
async function saidOf(dataset: Dataset): Promise<readonly (readonly [rule: string, summary: string])[]> {
  const { items } = await dataset.findings({ order: 'newest', caseKind: 'source', limit: 100 });
  return items
    .map(({ finding }) => finding)
    .filter(({ rule }) => rule !== 'message-unknown')
    .map(({ rule, summary }) => [rule, summary.key] as const);
}

async function read(
  content: string,
  said: { extract?: true; kind?: 'mail' } = {},
  before: readonly string[] = [],
): Promise<readonly (readonly [string, string])[]> {
  scene = await newScene();
  const { dataset, dependencies } = scene;
  const { maskingKey } = dependencies;
  const options = { dataset, rules, thresholds: {}, mute: [], maskingKey, now: () => 1 };
  const pipeline = await Pipeline.open(options);
  for (const [index, text] of before.entries()) await pipeline.read(reading(scene.file(`b${index}`, text)));
  await pipeline.read(reading(scene.file('trace.log', content), said));
  await pipeline.judge('settle');
  return await saidOf(dataset);
}

const atBeginning = ['trace-reset', 'trace-reset.beginning.summary'];

describe('a file that is read', () => {
  it.each([
    ['an empty line', `\n${records(0, 5)}`],
    ['an empty line of Windows', `\r\n${records(0, 5).replaceAll('\n', '\r\n')}`],
  ])('was reset when it begins with %s', async (_, content) => {
    expect(await read(content)).toEqual([atBeginning]);
  });

  it.each([
    ['it begins with a record', records(0, 5), {}],
    ['an empty line stands elsewhere', `${record(0)}\n\n${records(1, 5)}`, {}],
    ['it shows to be an extract', `\n${records(0, 30)}`, {}],
    ['it is said to be an extract', `\n${records(0, 5)}`, { extract: true }],
    ['it is a mail file', `\n${records(0, 5)}`, { kind: 'mail' }],
  ] as const)('was not, when %s', async (_, content, said) => {
    expect(await read(content, said)).toEqual([]);
  });

  it('says it once when it is read again, and of a copy that goes on', async () => {
    expect(await read(`\n${records(0, 9)}`, {}, [`\n${records(0, 5)}`, `\n${records(0, 5)}`])).toEqual([
      atBeginning,
    ]);
  });
});

describe('a file that is followed', () => {
  const rulesOf = (notices: readonly SourceNotice[]): readonly unknown[] =>
    notices.map(({ rule, details }) => [rule, details['beginning'] ?? null]);

  it('is said to be reset once, by what it begins with, live and after a restart', async () => {
    const follow = await newFollowScene();
    try {
      follow.write(records(0, 10));
      await follow.pass(1_000);
      follow.replace(`\n${records(10, 12)}`);
      await follow.pass(15_000);
      expect(rulesOf(follow.notices)).toEqual([['trace-reset', 'empty line']]);
      await follow.restart();
      follow.replace(`\n${records(20, 22)}`);
      await follow.pass(15_000);
      expect(rulesOf(follow.notices)).toEqual([
        ['trace-reset', 'empty line'],
        ['trace-reset', 'empty line'],
      ]);
      const kept = (await follow.dataset.generations()).map(({ notices = [] }) => notices.length);
      expect(kept).toEqual([0, 1, 1]);
    } finally {
      await follow.close();
    }
  });

  it('is said to be reset once when it is emptied without an empty line', async () => {
    const follow = await newFollowScene();
    try {
      follow.write(`\n${records(0, 10)}`);
      await follow.pass(1_000);
      follow.replace(records(10, 12));
      await follow.pass(15_000);
      expect(rulesOf(follow.notices)).toEqual([
        ['trace-reset', 'empty line'],
        ['trace-reset', null],
      ]);
    } finally {
      await follow.close();
    }
  });

  it.each([
    ['an empty copy', false],
    ['an empty copy, packed', true],
  ])('says nothing when its content came and went between %s and the truncation', async (_, isPacked) => {
    const follow = await newFollowScene();
    try {
      follow.write('');
      await follow.pass(1_000);
      follow.copy('trace.log.1');
      follow.write(records(0, 10));
      await follow.poll();
      if (isPacked) follow.gzip('trace.log.1');
      follow.replace(records(10, 12));
      await follow.pass(15_000);
      expect(rulesOf(follow.notices)).toEqual([]);
      // Long after that rotation it is a reset again.
      follow.replace(records(20, 22));
      await follow.pass(15_000);
      expect(rulesOf(follow.notices)).toEqual([['trace-reset', null]]);
      expect(await follow.serials()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 21]);
    } finally {
      await follow.close();
    }
  });

  it('is said to be reset although an empty file beside it is written anew now and then', async () => {
    const follow = await newFollowScene();
    try {
      follow.write('', 'trace.log.lock');
      follow.write(records(0, 10));
      await follow.pass(2_000);
      follow.replace('', 'trace.log.lock');
      await follow.pass(3_000);
      follow.replace(records(10, 12));
      await follow.pass(15_000);
      expect(rulesOf(follow.notices)).toEqual([['trace-reset', null]]);
    } finally {
      await follow.close();
    }
  });

  it('keeps with a packed file that it begins as a reset leaves it', async () => {
    const follow = await newFollowScene();
    try {
      follow.write(`\n${records(0, 10)}`, 'trace.log.1');
      follow.gzip('trace.log.1');
      follow.write(records(10, 12));
      await follow.pass(3_000);
      const kept = (await follow.dataset.generations()).flatMap(({ notices = [] }) => notices);
      expect(kept.map(({ rule }) => rule)).toEqual(['trace-reset']);
    } finally {
      await follow.close();
    }
  });

  it('says it only when there is a record to date it by', async () => {
    const follow = await newFollowScene();
    try {
      follow.write('\n');
      await follow.pass(2_000);
      expect(follow.notices).toEqual([]);
      follow.write(records(0, 3));
      await follow.pass(2_000);
      expect(rulesOf(follow.notices)).toEqual([['trace-reset', 'empty line']]);
    } finally {
      await follow.close();
    }
  });
});
