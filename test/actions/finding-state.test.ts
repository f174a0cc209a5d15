// What people say about findings: where each word leads, who wins when two speak, what is kept.
import { beforeEach, describe, expect, it } from 'vitest';
import { changeFindingState, type FindingCommand, findingCommands } from '../../src/actions/finding-state.js';
import type { ShoptraceError } from '../../src/model/errors.js';
import type { HumanState, StoredFinding } from '../../src/model/finding.js';
import type { Dataset } from '../../src/queries/question.js';
import { datasetOf, samplePath, testNow } from '../queries/support/read-dataset.js';

let dataset: Dataset;
let stored: StoredFinding;

beforeEach(async () => {
  ({ dataset } = await datasetOf([{ path: samplePath }]));
  const { items } = await dataset.findings({ rules: ['post-pay-died'], order: 'newest', limit: 1 });
  const [first] = items;
  if (first === undefined) throw new Error('the sample has no such finding');
  stored = first;
});

const change = async (
  command: FindingCommand,
  more: Partial<Parameters<typeof changeFindingState>[1]> = {},
) =>
  await changeFindingState(dataset, {
    finding: stored.finding.id,
    command,
    reason: 'because',
    until: null,
    by: 'ann',
    at: testNow,
    version: null,
    ...more,
  });

describe('a change', () => {
  it('is kept with who, when, why, and counts the version up', async () => {
    await change('ack');
    const after = await dataset.finding(stored.finding.id);
    expect(after?.human).toMatchObject({
      state: 'acknowledged',
      reason: 'because',
      by: 'ann',
      at: testNow,
      version: 1,
    });
    expect(await dataset.stateHistory(stored.finding.id)).toEqual([
      { finding: stored.finding.id, state: 'acknowledged', reason: 'because', by: 'ann', at: testNow },
    ]);
  });

  it('keeps the proofs at resolution, and only there', async () => {
    const resolved = await change('resolve');
    expect(resolved.proofs.length).toBeGreaterThan(0);
    const proofs = stored.finding.evidence.flatMap((item) => (item.role === 'proof' ? [item.event] : []));
    expect(resolved.proofs).toEqual(proofs);
    expect((await change('reopen')).proofs).toEqual([]);
  });

  it('of somebody who saw an older version is refused', async () => {
    await change('ack', { version: 0 });
    await expect(change('resolve', { version: 0 })).rejects.toMatchObject({
      code: 'state-conflict',
      exitCode: 3,
    });
    expect((await dataset.finding(stored.finding.id))?.human.state).toBe('acknowledged');
  });

  it('of a finding that is not there names what begins alike', async () => {
    await expect(change('ack', { finding: stored.finding.id.slice(0, 5) })).rejects.toMatchObject({
      code: 'finding-unknown',
      hint: expect.stringContaining(stored.finding.id),
    });
  });
});

describe('a suppression', () => {
  it('needs a reason', async () => {
    await expect(change('suppress', { reason: '  ' })).rejects.toMatchObject({ code: 'usage' });
    await expect(change('suppress', { reason: null })).rejects.toMatchObject({ code: 'usage' });
  });

  it('ends when it was said to', async () => {
    expect((await change('suppress', { until: testNow + 1000 })).until).toBe(testNow + 1000);
    expect((await change('reopen')).until).toBeNull();
  });

  it('cannot end in the past, and nothing else has an end', async () => {
    await expect(change('suppress', { until: testNow })).rejects.toMatchObject({ code: 'usage' });
    await expect(change('ack', { until: testNow + 1000 })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('from each state', () => {
  const way: Partial<Record<HumanState, FindingCommand>> = {
    acknowledged: 'ack',
    resolved: 'resolve',
    suppressed: 'suppress',
  };

  it.each([
    ['open', ['ack', 'resolve', 'suppress']],
    ['acknowledged', ['resolve', 'suppress', 'reopen']],
    ['resolved', ['suppress', 'reopen']],
    ['suppressed', ['resolve', 'suppress', 'reopen']],
  ] as const)('%s one can %j, and the refusal of others says so', async (state, allowed) => {
    const outcomes: Record<string, string> = {};
    for (const command of findingCommands) {
      ({ dataset } = await datasetOf([{ path: samplePath }]));
      const before = way[state];
      if (before !== undefined) await change(before);
      outcomes[command] = await change(command).then(
        () => 'done',
        (error: ShoptraceError) => `${error.code} ${error.hint}`,
      );
    }
    const refused = `transition-invalid Possible now: ${allowed.join(', ')}.`;
    const may = (command: FindingCommand): boolean => (allowed as readonly string[]).includes(command);
    expect(outcomes).toEqual(
      Object.fromEntries(findingCommands.map((command) => [command, may(command) ? 'done' : refused])),
    );
  });
});
