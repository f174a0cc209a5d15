// Facts about users and products, as documents: all that one transaction says in one, so that it is replaced as a whole.
import type { Fact } from '../../model/finding.js';
import type { DetectionCommit } from '../store.js';
import type { BulkItem } from './bulk.js';
import { deleteLine, indexLines, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import { caseId } from './finding-documents.js';
import { documentsIn, sourceOf } from './raw-documents.js';

export interface FactsDocument {
  readonly service: { readonly name: string };
  readonly transaction: { readonly id: string };
  readonly shoptrace: { readonly body: { readonly facts: readonly Fact[] } };
}

interface FactGroup {
  readonly shop: string;
  readonly transaction: string;
  readonly facts: Fact[];
}

export const factsId = ({ shop, transaction }: Pick<FactGroup, 'shop' | 'transaction'>): string =>
  documentId('facts', shop, transaction);

/** @param version of the documents */
export async function factItems(
  context: EsContext,
  commit: DetectionCommit,
  version: bigint,
): Promise<BulkItem[]> {
  const index = context.names.writable('details');
  const groups = new Map<string, FactGroup>();
  for (const { shop, transaction } of commit.factsOf)
    groups.set(factsId({ shop, transaction }), { shop, transaction, facts: [] });
  const added = commit.facts.filter((fact) => !groups.has(factsId(fact)));
  for (const [id, group] of await storedGroups(context, added)) groups.set(id, group);
  for (const fact of commit.facts) {
    const id = factsId(fact);
    const group = groups.get(id) ?? { shop: fact.shop, transaction: fact.transaction, facts: [] };
    groups.set(id, group);
    const text = JSON.stringify(fact);
    if (!group.facts.some((known) => JSON.stringify(known) === text)) group.facts.push(fact);
  }
  return [...groups].map(([id, group]) =>
    group.facts.length === 0
      ? deleteLine(index, id, version)
      : indexLines('index', index, id, documentOf(group), version),
  );
}

/** Of transactions whose facts are added to rather than replaced. */
async function storedGroups(
  context: EsContext,
  added: readonly Fact[],
): Promise<(readonly [string, FactGroup])[]> {
  const ids = [...new Set(added.map(factsId))];
  if (ids.length === 0) return [];
  const index = context.names.index('details');
  const reply = await context.connection.send({
    method: 'POST',
    path: `/${index}/_mget`,
    body: { ids },
    what: `read ${index}`,
    patienceMs: context.writePatienceMs,
  });
  return documentsIn<FactsDocument>(reply.body).flatMap((raw, place) => {
    const source = sourceOf(raw);
    if (source === null) return [];
    const { service, transaction, shoptrace } = source;
    const group = { shop: service.name, transaction: transaction.id, facts: [...shoptrace.body.facts] };
    return [[ids[place] ?? '', group] as const];
  });
}

function documentOf({ shop, transaction, facts }: FactGroup): object {
  return {
    kind: 'facts',
    service: { name: shop },
    transaction: { id: transaction },
    shoptrace: {
      case: { id: [...new Set(facts.map(({ about }) => caseId(shop, about)))] },
      order: transaction,
      rule: shop,
      body: { facts },
    },
  };
}
