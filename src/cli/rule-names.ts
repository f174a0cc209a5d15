// Rules by id or code, and the error for one that is not there.
import type { RuleAnswer } from '../model/answers.js';
import { ShoptraceError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';

/** By id (`production-repeated`) or code (`A4`), any case. @throws rule-unknown */
export function ruleNamed(name: string, rules: readonly RuleAnswer[]): RuleAnswer {
  const rule = rules.find(({ id, codes }) => id === name.toLowerCase() || codes.includes(name.toUpperCase()));
  if (rule !== undefined) return rule;
  const [near] = nearest(
    name,
    rules.map(({ id }) => id),
    1,
  );
  throw new ShoptraceError(
    'rule-unknown',
    `There is no rule ${JSON.stringify(name)}`,
    `${near === undefined ? '' : `Did you mean ${near}? `}\`shoptrace rules\` lists them.`,
  );
}
