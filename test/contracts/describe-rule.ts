// The suite that every rule runs: its raw lines through the real parser and engine, its texts, its own papers.
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/detectors/detector.js';
import { judgeRawLines, runRuleTest, type RuleTestTools } from '../../src/detectors/run-rule-tests.js';
import { renderText } from '../../src/model/texts/render.js';

/** `notice` rules judge nothing: their lines are proven where they are reported. */
export function describeRule(rule: Rule, tools: RuleTestTools): void {
  describe(`rule ${rule.id}`, () => {
    it('says in full sentences when it fires, when not, and what it cannot see', () => {
      for (const words of [rule.firesWhen, rule.staysQuietWhen, rule.cannotSee]) {
        expect(words).toMatch(/^\S.{10,}\.$/);
      }
      for (const threshold of Object.values(rule.thresholds)) expect(threshold.why).toMatch(/\.$/);
    });

    it('gives advice', () => {
      expect(renderText(rule.advice)).toMatch(/ .*\.$/);
    });

    if (rule.shape === 'notice') return;

    it('has lines that fire and lines that do not', () => {
      const kinds = rule.tests.map((test) => test.expect);
      expect(kinds).toContain('fires');
      expect(kinds.some((kind) => kind === 'quiet' || kind === 'near-miss')).toBe(true);
    });

    it.each(rule.tests.map((test) => [test.expect, test.name, test] as const))(
      '%s: %s',
      async (_e, _n, test) => {
        const result = await runRuleTest(rule, test, tools);
        expect(result.problem).toBe('');
      },
    );

    it.each(rule.tests.filter((test) => test.expect === 'fires' || test.expect === 'pending'))(
      'explains itself: $name',
      async (test) => {
        const asOf = test.asOf === undefined ? null : Date.parse(test.asOf);
        const { findings, pending } = await judgeRawLines([rule], test.lines, tools, asOf);
        for (const finding of [...findings, ...pending]) {
          expect(finding.id).toMatch(/^[a-z2-7]{16}$/);
          expect(renderText(finding.summary)).toMatch(/^[A-Z\d].*\.$/);
          expect(renderText(finding.summary)).not.toMatch(/undefined|NaN|\?/);
          expect(renderText(finding.advice)).toMatch(/^[A-Z].*\.$/);
          expect(finding.evidence.some((item) => item.role === 'proof')).toBe(true);
          expect(finding.count).toBeGreaterThan(0);
          expect(finding.firstSeen).toBeLessThanOrEqual(finding.lastSeen);
        }
      },
    );
  });
}
