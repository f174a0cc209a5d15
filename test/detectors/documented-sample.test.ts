// The documented trace of one failing order must give exactly its eight findings, pending and with the analyst's as-of.
import { beforeAll, describe, expect, it } from 'vitest';
import { renderText } from '../../src/model/texts/render.js';
import { judgeRawLines, type RawJudgement } from '../../src/detectors/run-rule-tests.js';
import { rules } from '../../src/detectors/rules/index.js';
import { documentedLines } from './documented-lines.js';
import { ruleTools } from './rule-tools.js';
import { summaryOf } from './summary-of.js';

const ID = 'TU90QMLVYXD5UMZYUQ==';

const always = [
  ['buyer-retry-storm', 'transaction', ID, 1, 'high'],
  ['order-placed-again', 'transaction', ID, 3, 'medium'],
  ['post-pay-died', 'transaction', ID, 3, 'high'],
  ['product-always-fails', 'product', 'EFORM', 3, 'high'],
  ['production-repeated', 'transaction', ID, 2, 'medium'],
  ['support-course-missing', 'transaction', ID, 3, 'medium'],
  ['user-created-again', 'user', '174', 2, 'low'],
];

function rows(findings: RawJudgement['findings']): unknown[] {
  return findings
    .map(({ rule, case: about, count, severity }) => [rule, about.kind, about.key, count, severity])
    .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
}

describe('the documented sample, as far as its own last record', () => {
  let judged: RawJudgement;
  beforeAll(async () => {
    judged = await judgeRawLines(rules, documentedLines, ruleTools);
  });

  it('violates seven rules', () => {
    expect(rows(judged.findings)).toEqual(always);
    expect(judged.findings.every((finding) => finding.verdict === 'violated')).toBe(true);
  });

  it('leaves the abandonment pending until 24 hours after the last placement', () => {
    expect(rows(judged.pending)).toEqual([['abandoned-after-placement', 'transaction', ID, 1, 'low']]);
    expect(judged.pending[0]?.verdict).toBe('pending');
    expect(judged.pending[0]?.dueAt).toBe(Date.parse('2017-08-22T18:39:33.825Z'));
  });

  it('says when it died, what it concerns, and what to do', () => {
    const died = judged.findings.find((finding) => finding.rule === 'post-pay-died');
    expect(died && renderText(died.summary)).toBe(
      'Production died in post-pay 3 times (20:39:01, 20:39:19 and 20:39:31): item EFORM was prepared, the request ended without completing.',
    );
    expect(died && renderText(died.advice)).toContain('PHP error at 20:39:01, 20:39:19 and 20:39:31');
    const proofs = died?.evidence.flatMap((item) => (item.role === 'proof' ? [item.line] : []));
    expect(proofs).toEqual([8, 15, 22]);
    expect(died?.evidence.at(-1)).toEqual({
      role: 'expected',
      what: 'Transaction Complete Operations',
      dueAt: null,
    });
  });

  it('has the outcome failed', async () => {
    const summary = await summaryOf(documentedLines, ID);
    expect(summary).toMatchObject({
      outcome: 'failed',
      placements: 4,
      productions: 3,
      records: 23,
      amount: null,
    });
  });
});

describe('the documented sample as of 2017-08-23', () => {
  it('violates eight rules, and nothing is pending', async () => {
    const judged = await judgeRawLines(rules, documentedLines, ruleTools, Date.parse('2017-08-23T00:00:00Z'));
    expect(rows(judged.findings)).toEqual([
      ['abandoned-after-placement', 'transaction', ID, 1, 'low'],
      ...always,
    ]);
    expect(judged.pending).toEqual([]);
  });
});
