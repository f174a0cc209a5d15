// The row of one transaction in lists, after all its raw lines were judged.
import { DetectionEngine } from '../../src/detectors/engine.js';
import { rules } from '../../src/detectors/rules/index.js';
import { readRawLines } from '../../src/detectors/run-rule-tests.js';
import type { TransactionSummary } from '../../src/model/transaction.js';
import { ruleTools } from './rule-tools.js';

export async function summaryOf(lines: string, id: string, asOf = 0): Promise<TransactionSummary | null> {
  const batch = readRawLines(lines, ruleTools);
  const dataset = await ruleTools.openDataset();
  await dataset.append(batch);
  const engine = await DetectionEngine.open({ dataset, rules });
  await engine.catchUp();
  const times = batch.events.map((event) => event.orderTime);
  const through = Math.max(...times, asOf);
  const coverage = [{ shop: 'default', from: Math.min(...times), through, holes: [] }];
  await engine.judge({ coverage, detectedAt: 0, mode: 'settle' });
  return dataset.transaction('default', id);
}
