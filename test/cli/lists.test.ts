// Lists in words: findings with their state, what is pending, several matches, datasets, search results.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RealProject, realProject, sample } from './support/real-project.js';

let project: RealProject;
beforeAll(async () => {
  project = realProject();
  await project.run(['replay', sample, '--zone', 'Europe/Paris', '--dataset', 'sample']);
});
afterAll(() => {
  project.remove();
});

describe('findings in words', () => {
  it('have ids to acknowledge them by, and their state afterwards', async () => {
    const listed = await project.run(['findings', '--rule', 'A18']);
    const id = /id ([a-z2-7]{16})/.exec(listed.out)?.[1] ?? '';
    expect(listed.out).toContain('MEDIUM    Support course missing ×3');
    await project.run(['findings', 'suppress', id, '--reason', 'known since May']);
    const after = await project.run(['findings', '--rule', 'A18']);
    expect(after.out).toContain('suppressed, “known since May”, by tester');
    const shown = await project.run(['findings', id]);
    expect(shown.out).toMatch(/suppressed by tester: known since May/);
    expect(shown.out).toContain('customersupport');
  });

  it('that are pending say until when', async () => {
    const run = await project.run(['findings', '--pending']);
    expect(run.out).toContain('not decided: due 2017-08-22 20:39:33, after the end of these files');
  });

  it('are none: what was looked at is said', async () => {
    const run = await project.run(['findings', '--severity', 'critical']);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/^Nothing of that kind in dataset sample: \d+ rules looked at 1 case\.\n$/);
    expect((await project.run(['findings', '--withdrawn'])).out).toContain('Nothing of that kind');
  });

  it('that are not there propose the command that was meant', async () => {
    const run = await project.run(['findings', 'akc']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('Did you mean `shoptrace findings ack ID`?');
  });
});

it('several transactions that fit are listed, and the exit code is 1', async () => {
  const file = join(project.folder, 'two.log');
  const line = (id: string): string => `-- 2017-8-21 10:00:00 300 --  [${id}] Order placed : 2 objects\n`;
  writeFileSync(file, line('TU8AAAAAAAAAAAAAAA==') + line('TU8AAAAAAAAAAABBBB=='));
  await project.run(['replay', file, '--zone', 'UTC', '--dataset', 'two']);
  const run = await project.run(['tx', 'tu8aaaaa', '--dataset', 'two']);
  expect(run.code).toBe(1);
  expect(run.out).toContain('2 transactions of dataset two fit');
  expect(run.out).toContain('TU8AAAAAAAAAAABBBB==');
  const none = await project.run(['tx', 'TU8ZZZZZZ', '--dataset', 'two']);
  expect(none.out).toContain('Other datasets: sample (--dataset NAME)');
});

it('datasets are listed with what they cover', async () => {
  const run = await project.run(['datasets']);
  expect(run.out).toMatch(
    /sample\s+\S+\s+1\s+23\s+1\s+2017-08-21 20:38:55\s+2017-08-21 20:39:33\s+Europe\/Paris/,
  );
});

it('search shows lines with file, number and level, and says when nothing fits', async () => {
  const run = await project.run([
    'search',
    'does not exist',
    '--dataset',
    'sample',
    '--tx',
    'tu90qm',
    '--oldest',
  ]);
  expect(run.out).toContain(`  ${sample}\n   7  2017-8-21 20:39:01 062`);
  const none = await project.run(['search', 'unheard', '--dataset', 'sample']);
  expect(none).toMatchObject({ code: 0, out: '', err: 'no line of dataset sample fits\n' });
});
