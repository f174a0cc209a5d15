// What a dataset says about one order number and its carts, without all the others: the index finds lines, tables are looked through part by part.
import type { TraceEvent } from '../../model/event.js';
import type { NumberFact } from '../../model/sequences/number-fact.js';
import { numberCodes, traceFact } from '../../model/sequences/trace-facts.js';
import type { Dataset } from '../question.js';

const PAGE = 1000;

type Wanted = (fact: NumberFact) => boolean;

/**
 * Lines first, as a loader gives them: facts with one of the numbers, those of the same carts, and those that name the order's row alone.
 * @param numbers as printed
 */
export async function factsAbout(
  dataset: Dataset,
  shop: string,
  numbers: ReadonlySet<string>,
): Promise<readonly NumberFact[]> {
  const own = [
    ...(await linesOf(dataset, shop, numbers)),
    ...(await rowsOf(dataset, shop, ({ number }) => number !== undefined && numbers.has(number))),
  ];
  const carts = new Set(own.flatMap(({ quote }) => quote ?? []));
  const rows = new Set(own.flatMap(({ order }) => order ?? []));
  if (carts.size === 0 && rows.size === 0) return own;
  const known = new Set(own.map(({ event, kind }) => `${event} ${kind}`));
  const beside: Wanted = ({ number, quote, order }) =>
    (quote !== undefined && carts.has(quote)) ||
    (number === undefined && order !== undefined && rows.has(order));
  const others = [...(await linesOfCarts(dataset, shop, carts)), ...(await rowsOf(dataset, shop, beside))];
  return [...own, ...others.filter(({ event, kind }) => !known.has(`${event} ${kind}`))];
}

async function rowsOf(dataset: Dataset, shop: string, wanted: Wanted): Promise<NumberFact[]> {
  const found: NumberFact[] = [];
  for (const table of await dataset.imports()) {
    if (table.shop !== shop) continue;
    for (let part = 0; part < table.parts; part += 1)
      for (const fact of await dataset.importPart(table.id, part)) if (wanted(fact)) found.push(fact);
  }
  return found;
}

async function linesOf(dataset: Dataset, shop: string, numbers: ReadonlySet<string>): Promise<NumberFact[]> {
  const found = new Map<string, NumberFact>();
  for (const words of numbers)
    for await (const event of lines(dataset, { shop, codes: numberCodes, words })) {
      const fact = traceFact(event);
      if (fact?.number !== undefined && numbers.has(fact.number)) found.set(event.id, fact);
    }
  return [...found.values()];
}

async function linesOfCarts(
  dataset: Dataset,
  shop: string,
  carts: ReadonlySet<string>,
): Promise<NumberFact[]> {
  const found: NumberFact[] = [];
  for (const transaction of carts)
    for await (const event of lines(dataset, { shop, codes: numberCodes, transaction })) {
      const fact = traceFact(event);
      if (fact !== null) found.push(fact);
    }
  return found;
}

async function* lines(
  dataset: Dataset,
  filter: Parameters<Dataset['search']>[0]['filter'],
): AsyncGenerator<TraceEvent> {
  let cursor: string | undefined;
  do {
    const page = await dataset.search({ filter, order: 'oldest', limit: PAGE, cursor });
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
