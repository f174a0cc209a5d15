// Healthy files of every era: no rule may say anything about them, not even that something is pending.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/detectors/rules/index.js';
import { judgeRawLines } from '../../src/detectors/run-rule-tests.js';
import { ruleTools } from './rule-tools.js';
import { summaryOf } from './summary-of.js';

const folder = new URL('../../samples/quiet/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.log'));
const aYearLater = Date.parse('2026-06-01T00:00:00Z');

function linesOf(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

describe('healthy orders', () => {
  it('are there for the flows of 2017 and of today', () => {
    expect(files.length).toBeGreaterThanOrEqual(7);
  });

  it.each(files)('%s gives nothing', async (name) => {
    const judged = await judgeRawLines(rules, linesOf(name), ruleTools, aYearLater);
    expect(judged).toEqual({ findings: [], pending: [] });
  });

  it.each(files)('%s ends delivered', async (name) => {
    const id = /\[(TU[A-Z0-9]+==)\]/.exec(linesOf(name))?.[1] ?? '';
    expect((await summaryOf(linesOf(name), id, aYearLater))?.outcome).toBe('delivered');
  });
});
