// Every rule of the list: its raw lines, texts and papers; and the list itself.
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/detectors/rules/index.js';
import { describeRule } from '../contracts/describe-rule.js';
import { ruleTools } from './rule-tools.js';

describe('the list of rules', () => {
  it('names every rule once', () => {
    const ids = rules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });
});

for (const rule of rules) describeRule(rule, ruleTools);
