// Runs the tests inside the rules with the real format, engine and a store in memory.
import { merchantTrace } from '../../parsers/index.js';
import { rules } from '../detectors/rules/index.js';
import { runRuleTests } from '../detectors/run-rule-tests.js';
import { ShoptraceError } from '../model/errors.js';
import type { RuleTestResult } from '../model/jobs.js';
import { nearest } from '../model/nearest.js';
import { openStore } from '../stores/index.js';
import { blockDecoder } from './decoder.js';
import { writing } from './datasets.js';

/** @throws rule-unknown */
export async function testRules(ids: readonly string[]): Promise<readonly RuleTestResult[]> {
  const known = rules.map((rule) => rule.id);
  const unknown = ids.find((id) => !known.includes(id));
  if (unknown !== undefined) {
    const [near] = nearest(unknown, known, 1);
    throw new ShoptraceError(
      'rule-unknown',
      `There is no rule ${JSON.stringify(unknown)}`,
      near === undefined ? '`shoptrace rules list` shows them.' : `Did you mean ${near}?`,
    );
  }
  const store = await openStore('memory:', { decoder: blockDecoder });
  let opened = 0;
  const openDataset = async () => await store.open(`test-${(opened += 1)}`, writing(false, 0));
  const results = await runRuleTests(
    rules.filter((rule) => ids.length === 0 || ids.includes(rule.id)),
    { format: merchantTrace, openDataset },
  );
  await store.close();
  return results.map(({ rule, test, passed, problem }) => ({
    type: 'rule-test',
    rule,
    name: test.name,
    expect: test.expect,
    got: passed ? test.expect : problem,
    passed,
  }));
}
