// GET /overview: how things stand, for the first page and the wall screen.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { overview } from '../../queries/overview.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { datasetParameter } from '../parameters.js';
import { json, problems } from '../schemas/answers.js';
import { coverage, instant, severity, strings } from '../schemas/basics.js';
import { finding } from '../schemas/findings.js';
import { judged, source } from '../schemas/sources.js';

const count = z.number().int();

const answer = z
  .object({
    dataset: z.string(),
    live: z.boolean(),
    now: instant,
    coverage,
    judged,
    transactions: count,
    casesJudged: count,
    rules: count,
    open: z.array(z.object({ rule: z.string(), title: z.string(), severity, count })).readonly(),
    pending: count,
    trend: z.object({
      bucket: z.enum(['minute', 'hour', 'day']),
      series: strings,
      points: z.array(z.object({ at: instant, counts: z.record(z.string(), count) })).readonly(),
      total: count,
      cut: z.boolean(),
    }),
    newest: z.array(finding).readonly(),
    sources: z.array(source).readonly(),
  })
  .openapi('Overview');

const getOverview = createRoute({
  method: 'get',
  path: '/overview',
  operationId: 'getOverview',
  tags: ['findings'],
  summary: 'Open findings by rule, their trend, the newest, and freshness of the sources',
  request: { query: datasetParameter },
  responses: { 200: json(answer, 'How things stand.'), ...problems },
});

export function overviewRoutes({ project, clock }: ApiDeps) {
  return new OpenAPIHono<ApiEnvironment>().openapi(getOverview, async (context) => {
    const dataset = await project.dataset(context.req.valid('query').dataset);
    return context.json(await overview(dataset, project.rules(), { now: clock.now() }), 200);
  });
}
