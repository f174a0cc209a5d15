// Forgets what was judged, but not what ingest noticed about files: nobody could notice it again.
import type { Rule } from '../detectors/detector.js';
import type { Finding } from '../model/finding.js';
import type { Dataset } from '../stores/store.js';

const PAGE = 500;

/** @param detectedAt wall clock, UTC ms */
export async function forgetJudged(
  dataset: Dataset,
  rules: readonly Rule[],
  detectedAt: number,
): Promise<void> {
  const noticed = await noticedFindings(dataset, rules);
  await dataset.resetDetection();
  if (noticed.length === 0) return;
  await dataset.commitDetection({
    positions: {},
    coverage: [],
    judged: noticed.map((finding) => ({ shop: finding.shop, case: finding.case, rules: [finding.rule] })),
    findings: noticed,
    obligations: [],
    factsOf: [],
    facts: [],
    summaries: [],
    engineState: null,
    casesJudged: 0,
    detectedAt,
  });
}

async function noticedFindings(dataset: Dataset, rules: readonly Rule[]): Promise<readonly Finding[]> {
  const ids = rules.filter(({ shape }) => shape === 'notice').map(({ id }) => id);
  const found: Finding[] = [];
  let cursor: string | undefined;
  do {
    const page = await dataset.findings({ rules: ids, order: 'newest', limit: PAGE, cursor });
    found.push(...page.items.map(({ finding }) => finding));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found.filter(({ verdict }) => verdict !== 'withdrawn');
}
