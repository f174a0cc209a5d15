// Elasticsearch store: what the detector says, as it is asked for.
import type { Fact, Obligation } from '../../model/finding.js';
import type { Dataset } from '../store.js';
import type { EsContext } from './context.js';
import { DETECTION, emptyDetection, type DetectionBody, type DetectionWriter } from './detection-writer.js';
import { Exclusive } from './exclusive.js';
import type { FactsDocument } from './fact-documents.js';
import { caseId } from './finding-documents.js';
import type { ObligationDocument } from './obligation-documents.js';
import { allOf, range, term, type Query } from './searching.js';

type Detection = Pick<
  Dataset,
  'commitDetection' | 'detectionState' | 'obligationsDue' | 'obligations' | 'facts' | 'resetDetection'
>;

/** @param requireDetector renews the lease when it is old; throws when another process has it */
export function detectionOf(
  context: EsContext,
  writer: DetectionWriter,
  requireDetector: () => Promise<void>,
): Detection {
  const exclusive = new Exclusive();
  return {
    async commitDetection(commit) {
      await exclusive.run(async () => {
        await requireDetector();
        await writer.commit(commit);
      });
    },
    async detectionState() {
      const document = await context.state.read<DetectionBody>(DETECTION);
      const { positions, coverage, engineState, folds, casesJudged } = document?.body ?? emptyDetection;
      return { positions, coverage, engineState, folds, casesJudged };
    },
    async obligationsDue(shop, through, limit) {
      return await obligationsBy(
        context,
        [term('service.name', shop), range('shoptrace.due', { lte: through })],
        limit,
      );
    },
    async obligations({ shop, case: about, limit }) {
      const ofShop = shop === undefined ? [] : [term('service.name', shop)];
      const ofCase =
        about === undefined
          ? []
          : [term('shoptrace.case.kind', about.kind), term('shoptrace.case.key', about.key)];
      return await obligationsBy(context, [...ofShop, ...ofCase], limit);
    },
    async facts(shop, about) {
      const hits = await context.search.hits<FactsDocument>('details', {
        query: allOf([term('kind', 'facts'), term('shoptrace.case.id', caseId(shop, about))]),
        sort: ['shoptrace.order', 'shoptrace.rule'].map((field) => ({ field, order: 'asc' })),
        limit: Infinity,
      });
      return hits
        .flatMap(({ source }) => source.shoptrace.body.facts)
        .filter((fact) => fact.about.kind === about.kind && fact.about.key === about.key)
        .toSorted((a, b) => a.time - b.time || compareText(a.event, b.event));
    },
    async resetDetection() {
      await exclusive.run(async () => {
        await requireDetector();
        await writer.reset();
      });
    },
  };
}

async function obligationsBy(
  context: EsContext,
  filter: readonly Query[],
  limit: number,
): Promise<readonly Obligation[]> {
  const hits = await context.search.hits<ObligationDocument>('details', {
    query: allOf([term('kind', 'obligation'), ...filter]),
    sort: ['shoptrace.due', 'shoptrace.order', 'shoptrace.rule'].map((field) => ({ field, order: 'asc' })),
    limit,
  });
  return hits.map(({ source }) => source.shoptrace.body);
}

const compareText = (a: Fact['event'], b: Fact['event']): number => (a === b ? 0 : a < b ? -1 : 1);
