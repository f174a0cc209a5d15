// The engine over time: what is due, what comes late, what is taken back, what holes and notices do.
import { beforeEach, describe, expect, it } from 'vitest';
import { DetectionEngine } from '../../src/detectors/engine.js';
import { findingId } from '../../src/detectors/finding-id.js';
import { rules } from '../../src/detectors/rules/index.js';
import { readRawLines } from '../../src/detectors/run-rule-tests.js';
import type { AppendBatch } from '../../src/model/block.js';
import type { Coverage, Dataset, DetectionCommit } from '../../src/stores/store.js';
import { documentedLines } from './documented-lines.js';
import { ruleTools } from './rule-tools.js';

const SHOP = 'default';
const ID = 'TU90QMLVYXD5UMZYUQ==';
const HOUR = 3_600_000;

const dying = `-- 2017-8-21 20:39:01 029 --  [${ID}] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 031 --  [${ID}] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:39:01 075 --  [${ID}] Production Controller : Post Pay process
`;
const completing = `-- 2017-8-21 20:40:01 075 --  [${ID}] Production Controller : Transaction Complete Operations
`;
const diedAt = Date.parse('2017-08-21T18:39:01.075Z');

let dataset: Dataset;
let engine: DetectionEngine;

beforeEach(async () => {
  dataset = await ruleTools.openDataset();
  engine = await DetectionEngine.open({ dataset, rules });
});

async function take(lines: string): Promise<AppendBatch> {
  const batch = readRawLines(lines, ruleTools);
  await dataset.append(batch);
  const { events, attachments } = batch;
  await engine.observe({
    generation: batch.generation.id,
    shop: SHOP,
    events,
    attachments,
    checkpointOffset: batch.checkpoint.offset,
  });
  return batch;
}

function covering(through: number, holes: Coverage['holes'] = []): Coverage[] {
  return [{ shop: SHOP, from: Date.parse('2017-08-01T00:00:00Z'), through, holes }];
}

async function settle(through: number, holes: Coverage['holes'] = []) {
  return engine.judge({ coverage: covering(through, holes), detectedAt: 5, mode: 'settle' });
}

async function verdicts(): Promise<Record<string, string>> {
  const { items } = await dataset.findings({ order: 'newest', limit: 100 });
  return Object.fromEntries(items.map(({ finding }) => [finding.rule, finding.verdict]));
}

describe('a commit that fails', () => {
  const noticed = {
    rule: 'bytes-vanished',
    shop: SHOP,
    path: 'trace.log',
    details: { bytes: 12, offset: 34 },
    evidence: [],
  };

  it.each(['refused', 'unheard'] as const)('loses neither findings nor notices: %s', async (how) => {
    let fails = true;
    const open = await ruleTools.openDataset();
    dataset = {
      ...open,
      async commitDetection(commit) {
        if (!fails || how === 'unheard') await open.commitDetection(commit);
        if (fails) throw new Error('no');
      },
    };
    engine = await DetectionEngine.open({ dataset, rules });
    const { generation } = await take(dying);
    engine.note({ ...noticed, generation: generation.id });
    await expect(settle(diedAt + HOUR)).rejects.toThrow('no');
    fails = false;
    await settle(diedAt + HOUR);
    expect(await verdicts()).toMatchObject({
      'bytes-vanished': 'violated',
      'post-pay-died': 'violated',
    });
    await take(completing);
    await settle(diedAt + HOUR);
    expect((await verdicts())['post-pay-died']).toBe('withdrawn');
  });
});

describe('what is written', () => {
  it('is what changed: time alone is written once a minute, and only positions that moved', async () => {
    const commits: DetectionCommit[] = [];
    const open = await ruleTools.openDataset();
    dataset = {
      ...open,
      async commitDetection(commit) {
        commits.push(commit);
        await open.commitDetection(commit);
      },
    };
    engine = await DetectionEngine.open({ dataset, rules });
    const first = await take(dying);
    const second = await take(completing);
    await settle(diedAt);
    const moved = commits.flatMap(({ positions }) => Object.keys(positions));
    expect(moved.toSorted()).toEqual([first.generation.id, second.generation.id].toSorted());
    commits.splice(0);
    await settle(diedAt);
    await settle(diedAt + 60_000);
    expect(commits).toEqual([]);
    await settle(diedAt + 60_001);
    expect(commits).toMatchObject([{ positions: {}, folds: {}, judged: [], summaries: [] }]);
    expect(commits[0]?.coverage).toEqual(covering(diedAt + 60_001));
    await settle(diedAt);
    expect((await dataset.detectionState()).coverage).toEqual(covering(diedAt));
  });
});

describe('a dead run', () => {
  it('is pending first, and violated when its time has come, without a new record', async () => {
    await take(dying);
    await settle(diedAt + 119_000);
    expect(await verdicts()).toEqual({});
    const [due] = await dataset.obligations({ limit: 10 });
    expect(due).toMatchObject({ rule: 'post-pay-died', dueAt: diedAt + 120_000 });

    const { changedFindings } = await settle(diedAt + 120_000);
    expect(changedFindings.map(({ rule, verdict }) => [rule, verdict])).toEqual([
      ['post-pay-died', 'violated'],
    ]);
    expect(await dataset.obligations({ limit: 10 })).toEqual([]);
  });

  it('wakes up in another engine too', async () => {
    await take(dying);
    await settle(diedAt);
    engine = await DetectionEngine.open({ dataset, rules });
    await settle(diedAt + 120_000);
    expect(await verdicts()).toEqual({ 'post-pay-died': 'violated' });
  });

  it('is withdrawn when a record of another file shows that it went on', async () => {
    await take(dying);
    await settle(diedAt + 120_000);
    await take(completing);
    const { changedFindings } = await settle(diedAt + 121_000);
    expect(changedFindings.map(({ rule, verdict }) => [rule, verdict])).toContainEqual([
      'post-pay-died',
      'withdrawn',
    ]);
    expect((await verdicts())['post-pay-died']).toBe('withdrawn');
  });

  it('is not claimed across a hole, and is when the hole is filled', async () => {
    const hole = { from: diedAt + 1_000, to: diedAt + 60_000, why: 'bytes vanished' };
    await take(dying);
    await settle(diedAt + HOUR, [hole]);
    expect(await verdicts()).toEqual({});
    await settle(diedAt + HOUR);
    expect(await verdicts()).toEqual({ 'post-pay-died': 'violated' });
    await settle(diedAt + HOUR, [hole]);
    expect(await verdicts()).toEqual({ 'post-pay-died': 'withdrawn' });
  });

  it('goes back to pending when the coverage turns out to be shorter', async () => {
    await take(dying);
    await settle(diedAt + HOUR);
    await settle(diedAt + 60_000);
    expect(await verdicts()).toEqual({ 'post-pay-died': 'withdrawn' });
    expect(await dataset.obligations({ limit: 10 })).toHaveLength(1);
  });
});

describe('judging again', () => {
  it('changes nothing and reports nothing', async () => {
    const batch = await take(documentedLines);
    const through = batch.events.at(-1)?.orderTime ?? 0;
    const first = await settle(through);
    expect(first.changedFindings).toHaveLength(7);
    await take(documentedLines);
    const again = await settle(through);
    expect(again).toEqual({ changedFindings: [], casesJudged: 0 });
    expect(engine.statistics()).toMatchObject({ rules: rules.length, cases: 1 });
  });

  it('leaves out muted rules and takes thresholds from the settings', async () => {
    const mute = ['production-repeated'];
    const thresholds = { 'product-always-fails': { failures: 4 } };
    engine = await DetectionEngine.open({ dataset, rules, mute, thresholds });
    const batch = await take(documentedLines);
    await settle(batch.events.at(-1)?.orderTime ?? 0);
    const found = Object.keys(await verdicts());
    expect(found).toHaveLength(5);
    expect(found).not.toContain('production-repeated');
    expect(found).not.toContain('product-always-fails');
  });
});

describe('a notice of ingest', () => {
  it('becomes a finding about the file', async () => {
    const { generation, events } = await take(dying);
    engine.note({
      rule: 'bytes-vanished',
      shop: SHOP,
      generation: generation.id,
      path: 'merchant_trace.log',
      details: { bytes: 120, offset: 300 },
      evidence: [events[0]?.id ?? ''],
    });
    await settle(diedAt);
    const id = findingId(SHOP, 'bytes-vanished', { kind: 'source', key: generation.id });
    expect((await dataset.finding(id))?.finding).toMatchObject({
      verdict: 'violated',
      severity: 'high',
      summary: { params: { bytes: 120, offset: 300 } },
      firstSeen: events[0]?.orderTime,
    });
  });
});

describe('a notice kept with a file', () => {
  it('is said by the next engine, and again when all is judged anew, but written only once', async () => {
    const batch = readRawLines(dying, ruleTools);
    const notice = { rule: 'trace-reset', path: 'merchant_trace.log', details: { bytes: 7 }, evidence: [] };
    await dataset.append({ ...batch, generation: { ...batch.generation, notices: [notice] } });
    const again = async () => {
      engine = await DetectionEngine.open({ dataset, rules });
      await engine.catchUp();
      return (await settle(diedAt)).changedFindings.map(({ rule, verdict }) => `${rule} ${verdict}`);
    };
    expect(await again()).toEqual(['trace-reset violated']);
    expect(await again()).toEqual([]);
    await dataset.resetDetection();
    expect(await again()).toEqual(['trace-reset violated']);
    expect(await verdicts()).toEqual({ 'trace-reset': 'violated' });
  });
});

describe('the id of a finding', () => {
  it('is base32 of the first 80 bits of SHA-256 over shop, rule, kind and key', () => {
    const id = findingId('default', 'post-pay-died', { kind: 'transaction', key: ID });
    expect(id).toMatch(/^[a-z2-7]{16}$/);
    expect(id).not.toBe(findingId('other', 'post-pay-died', { kind: 'transaction', key: ID }));
    expect(id).toBe(findingId('default', 'post-pay-died', { kind: 'transaction', key: ID }));
  });
});
