// GET /findings, GET /findings/{id}, PATCH /findings/{id}/state: what went wrong and what people say about it.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { changeFindingState, type FindingCommand } from '../../actions/finding-state.js';
import type { FindingAnswer } from '../../model/answers.js';
import { ShoptraceError } from '../../model/errors.js';
import {
  countFindings,
  findingDetail,
  type FindingDetailAnswer,
  listFindings,
  pendingFindings,
} from '../../queries/findings.js';
import type { Dataset } from '../../queries/question.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { exportFormatOf, exportResponse, type ExportSource } from '../export.js';
import type { LiveHub } from '../live-hub.js';
import {
  checkRange,
  datasetParameter,
  DEFAULT_PAGE_ITEMS,
  exportFormat,
  oneOf,
  pageParameters,
  rangeParameters,
  shopName,
  word,
  writeHeaders,
} from '../parameters.js';
import { exportable, json, problems } from '../schemas/answers.js';
import { caseKind, humanState, instant, pageOf, severity, wholeList } from '../schemas/basics.js';
import { finding, findingCounts, stateChange } from '../schemas/findings.js';
import { line } from '../schemas/lines.js';

const filters = rangeParameters.extend({
  shop: shopName,
  rule: oneOf(word),
  state: oneOf(humanState),
  severity: oneOf(severity),
  verdict: oneOf(z.enum(['violated', 'late', 'withdrawn'])).openapi({
    description: 'Default: violated and late.',
  }),
  caseKind: caseKind.optional(),
  caseKey: z.string().min(1).max(200).optional(),
});

const query = pageParameters.extend({
  ...filters.shape,
  order: z
    .enum(['newest', 'severity'])
    .default('newest')
    .openapi({ description: '`severity`: the most severe first, within a severity the newest.' }),
  pending: z
    .enum(['true', 'false'])
    .optional()
    .openapi({ description: '`true`: what is due and has not come yet, instead; soonest first, one page.' }),
  format: exportFormat,
});

const countRoute = createRoute({
  method: 'get',
  path: '/findings/counts',
  operationId: 'countFindings',
  tags: ['findings'],
  summary: 'How many findings match, by rule and severity',
  request: { query: datasetParameter.extend(filters.shape) },
  responses: { 200: json(findingCounts, 'Exact counts.'), ...problems },
});

const listRoute = createRoute({
  method: 'get',
  path: '/findings',
  operationId: 'listFindings',
  tags: ['findings'],
  summary: 'Findings, newest occurrence or most severe first',
  request: { query },
  responses: { 200: exportable(pageOf(finding), 'Findings.'), ...problems },
});

const params = z.object({ id: word });

const detail = z
  .object({
    finding,
    lines: z
      .array(line.extend({ role: z.enum(['proof', 'context', 'neighbour']) }))
      .readonly()
      .openapi({ description: 'The evidence in file order, with the lines around each.' }),
    history: z.array(stateChange).readonly(),
  })
  .openapi('FindingDetail');

const getRoute = createRoute({
  method: 'get',
  path: '/findings/{id}',
  operationId: 'getFinding',
  tags: ['findings'],
  summary: 'One finding with its lines and what people did about it',
  request: { params, query: datasetParameter },
  responses: { 200: json(detail, 'The finding.'), ...problems },
});

const change = z
  .strictObject({
    state: z.enum(['open', 'acknowledged', 'resolved', 'suppressed']),
    reason: z.string().max(2000).nullable().optional().openapi({ description: 'Needed to suppress.' }),
    until: instant
      .pipe(z.iso.datetime({ offset: true }))
      .nullable()
      .optional()
      .openapi({ description: 'End of a suppression.' }),
    version: z
      .number()
      .int()
      .min(0)
      .nullable()
      .optional()
      .openapi({ description: '`stateVersion` that was seen: 409 when somebody was faster.' }),
  })
  .openapi('StateRequest');

const patchRoute = createRoute({
  method: 'patch',
  path: '/findings/{id}/state',
  operationId: 'changeFindingState',
  tags: ['findings'],
  summary: 'Acknowledge, resolve, suppress or reopen',
  request: {
    params,
    query: datasetParameter,
    headers: writeHeaders,
    body: { required: true, content: { 'application/json': { schema: change } } },
  },
  responses: { 200: json(finding, 'The finding as it stands now.'), ...problems },
});

const commandOf: Readonly<Record<z.output<typeof change>['state'], FindingCommand>> = {
  open: 'reopen',
  acknowledged: 'ack',
  resolved: 'resolve',
  suppressed: 'suppress',
};

const columns = [
  'id',
  'rule',
  'codes',
  'title',
  'verdict',
  'severity',
  'state',
  'shop',
  'case',
  'summary',
  'count',
  'firstSeen',
  'lastSeen',
  'dueAt',
  'advice',
  'reason',
] as const satisfies readonly (keyof FindingAnswer)[];

function row(item: FindingAnswer) {
  return columns.map((column) =>
    column === 'case' ? `${item.case.kind} ${item.case.key}` : (item[column] ?? null),
  );
}

type ListQuery = z.output<typeof query>;

function filterOf(asked: z.output<typeof filters>) {
  const { from, to, shop, caseKind: kind, caseKey, rule, state, verdict, severity: severities } = asked;
  checkRange(asked);
  return {
    from,
    to,
    shop,
    caseKind: kind,
    caseKey,
    rules: rule,
    states: state,
    verdicts: verdict,
    severities,
  };
}

function pagesOf(deps: ApiDeps, dataset: Dataset, asked: ListQuery): ExportSource<FindingAnswer>['page'] {
  const filter = filterOf(asked);
  const { order } = asked;
  if (asked.pending === 'true')
    return async (limit) => {
      const { shop, caseKind: kind, caseKey, rules } = filter;
      const about = kind !== undefined && caseKey !== undefined ? { kind, key: caseKey } : undefined;
      const due = { shop, case: about, rules, limit };
      return wholeList(await pendingFindings(dataset, deps.project.rules(), due));
    };
  return (limit, cursor) => listFindings(dataset, deps.project.rules(), { ...filter, order, limit, cursor });
}

async function detailOf(deps: ApiDeps, dataset: Dataset, id: string): Promise<FindingDetailAnswer> {
  const found = await findingDetail(dataset, deps.project.rules(), id);
  if (found !== null) return found;
  throw new ShoptraceError(
    'finding-unknown',
    `There is no finding ${id} in dataset ${dataset.info.name}.`,
    'GET /api/v1/findings lists them; GET /api/v1/datasets lists other datasets.',
  );
}

export function findingsRoutes(deps: ApiDeps, hub: Pick<LiveHub, 'publish'>) {
  return new OpenAPIHono<ApiEnvironment>()
    .openapi(listRoute, async (context) => {
      const asked = context.req.valid('query');
      const dataset = await deps.project.dataset(asked.dataset);
      const page = pagesOf(deps, dataset, asked);
      const format = exportFormatOf(context, asked.format);
      if (format === 'json')
        return context.json(await page(asked.limit ?? DEFAULT_PAGE_ITEMS, asked.cursor), 200);
      const name = `${dataset.info.name}-findings`;
      const source = { name, columns, row, page, firstCursor: asked.cursor, limit: asked.limit ?? null };
      return await exportResponse(context, source, format);
    })
    .openapi(countRoute, async (context) => {
      const asked = context.req.valid('query');
      const dataset = await deps.project.dataset(asked.dataset);
      return context.json(await countFindings(dataset, filterOf(asked)), 200);
    })
    .openapi(getRoute, async (context) => {
      const dataset = await deps.project.dataset(context.req.valid('query').dataset);
      return context.json(await detailOf(deps, dataset, context.req.valid('param').id), 200);
    })
    .openapi(patchRoute, async (context) => {
      const { id } = context.req.valid('param');
      const { state, reason, until, version } = context.req.valid('json');
      const dataset = await deps.project.writableDataset(context.req.valid('query').dataset);
      await changeFindingState(dataset, {
        finding: id,
        command: commandOf[state],
        reason: reason ?? null,
        until: until === undefined || until === null ? null : Date.parse(until),
        by: context.get('caller').name,
        at: deps.clock.now(),
        version: version ?? null,
      });
      hub.publish({ type: 'findings', dataset: dataset.info.name, ids: [id] });
      return context.json((await detailOf(deps, dataset, id)).finding, 200);
    });
}
