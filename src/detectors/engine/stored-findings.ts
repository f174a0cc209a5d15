// What the store holds about a case: needed where the engine has not written it in this session.
import type { Case } from '../../model/finding.js';
import type { Dataset } from '../../stores/store.js';
import type { Written } from './commit-draft.js';

/** Findings that hold, by rule; there is at most one a rule. */
export async function storedFindings(
  dataset: Pick<Dataset, 'findings'>,
  shop: string,
  about: Case,
): Promise<Written> {
  const page = await dataset.findings({
    shop,
    caseKind: about.kind,
    caseKey: about.key,
    verdicts: ['violated', 'late'],
    order: 'newest',
    limit: 1000,
  });
  return new Map(page.items.map(({ finding }) => [finding.rule, finding]));
}
