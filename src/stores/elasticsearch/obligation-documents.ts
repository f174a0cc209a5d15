// What is still due, as documents: one an obligation.
import type { Obligation } from '../../model/finding.js';
import type { DetectionCommit } from '../store.js';
import type { BulkItem } from './bulk.js';
import { deleteLine, indexLines, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import { caseId } from './finding-documents.js';
import { allOf, term, terms, type Hit } from './searching.js';

export interface ObligationDocument {
  readonly shoptrace: {
    readonly case: { readonly id: string };
    readonly rule: string;
    readonly body: Obligation;
  };
}

const CASES_AT_ONCE = 5_000;

/**
 * @param version of the documents
 * @param mayHold of these cases those that something may be stored about
 */
export async function obligationItems(
  context: EsContext,
  commit: DetectionCommit,
  version: bigint,
  mayHold: (cases: readonly string[]) => readonly string[],
): Promise<BulkItem[]> {
  const index = context.names.writable('details');
  const given = new Map(commit.obligations.map((item) => [obligationId(item), item]));
  const rules = new Map<string, Set<string>>();
  for (const { shop, case: about, rules: judged } of commit.judged) {
    const id = caseId(shop, about);
    rules.set(id, new Set([...(rules.get(id) ?? []), ...judged]));
  }
  const stored = await storedObligations(context, mayHold([...rules.keys()]));
  const gone = stored.filter(({ id, source }) => {
    const { case: about, rule } = source.shoptrace;
    return !given.has(id) && rules.get(about.id)?.has(rule) === true;
  });
  return [
    ...gone.map(({ id }) => deleteLine(index, id, version)),
    ...[...given].map(([id, item]) => indexLines('index', index, id, documentOf(item), version)),
  ];
}

async function storedObligations(
  context: EsContext,
  cases: readonly string[],
): Promise<Hit<ObligationDocument>[]> {
  const found: Hit<ObligationDocument>[] = [];
  for (let from = 0; from < cases.length; from += CASES_AT_ONCE) {
    const some = cases.slice(from, from + CASES_AT_ONCE);
    const hits = await context.search.hits<ObligationDocument>('details', {
      query: allOf([term('kind', 'obligation'), terms('shoptrace.case.id', some)]),
      sort: ['shoptrace.case.id', 'shoptrace.rule'].map((field) => ({ field, order: 'asc' })),
      limit: Infinity,
      without: ['shoptrace.body'],
    });
    found.push(...hits);
  }
  return found;
}

const obligationId = ({ shop, case: about, rule }: Obligation): string =>
  documentId('obligation', shop, about.kind, about.key, rule);

/** Ties of what is due at the same time: by shop, kind, key. */
function documentOf(item: Obligation): object {
  const { shop, case: about, rule, dueAt } = item;
  return {
    kind: 'obligation',
    service: { name: shop },
    shoptrace: {
      case: { id: caseId(shop, about), kind: about.kind, key: about.key },
      due: dueAt,
      order: `${shop}\u0000${about.kind}\u0000${about.key}`,
      rule,
      body: item,
    },
  };
}
