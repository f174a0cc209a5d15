// GET /series, /series/{id}, /numbers/{n}: order numbers that are missing, late or given twice, and the life of one.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { ShoptraceError } from '../../model/errors.js';
import { listSeries } from '../../queries/gaps.js';
import { numberLife } from '../../queries/number.js';
import { seriesDetail } from '../../queries/sequences/series-detail.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import {
  datasetParameter,
  DEFAULT_PAGE_ITEMS,
  MAX_PAGE_ITEMS,
  rangeParameters,
  shopName,
} from '../parameters.js';
import { json, problems } from '../schemas/answers.js';
import { listOf, wholeList } from '../schemas/basics.js';
import { numberLife as life, series, seriesDetail as detail } from '../schemas/sequences.js';

const asked = datasetParameter.extend({
  shop: shopName,
  asOf: rangeParameters.shape.from.openapi({
    description: 'Judged as if every source had spoken until then.',
  }),
});

const detailQuery = asked.extend({
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_ITEMS).default(DEFAULT_PAGE_ITEMS).openapi({
    description: 'Holes, late numbers and duplicates at most, the worst first.',
  }),
  stretches: z.coerce.number().int().min(1).max(2000).default(200).openapi({
    description: 'Stretches of the number line.',
  }),
});

const printedNumber = z.string().min(1).max(80);

const listRoute = createRoute({
  method: 'get',
  path: '/series',
  operationId: 'listSeries',
  tags: ['numbers'],
  summary: 'Order-number series',
  request: { query: asked },
  responses: { 200: json(listOf(series), 'One item a counter.'), ...problems },
});

const detailRoute = createRoute({
  method: 'get',
  path: '/series/{id}',
  operationId: 'getSeries',
  tags: ['numbers'],
  summary: 'One series: number line, missing numbers with reasons, late numbers, duplicates',
  request: { params: z.object({ id: z.string().min(1).max(120) }), query: detailQuery },
  responses: { 200: json(detail, 'The series.'), ...problems },
});

const numberRoute = createRoute({
  method: 'get',
  path: '/numbers/{number}',
  operationId: 'getNumber',
  tags: ['numbers'],
  summary: 'The life of one order number',
  request: { params: z.object({ number: printedNumber }), query: asked },
  responses: { 200: json(listOf(life), 'One item a shop that knows the number.'), ...problems },
});

export function sequencesRoutes(deps: ApiDeps) {
  const settings = deps.project.sequenceSettings();
  return new OpenAPIHono<ApiEnvironment>()
    .openapi(listRoute, async (context) => {
      const { dataset: name, shop, asOf } = context.req.valid('query');
      const dataset = await deps.project.dataset(name);
      const found = await listSeries(dataset, { shop, asOf: asOf ?? null, settings });
      return context.json(wholeList(found), 200);
    })
    .openapi(detailRoute, async (context) => {
      const { dataset: name, shop, asOf, limit, stretches } = context.req.valid('query');
      const { id } = context.req.valid('param');
      const dataset = await deps.project.dataset(name);
      const found = await seriesDetail(dataset, {
        series: id,
        shop,
        asOf: asOf ?? null,
        limit,
        stretches,
        settings,
      });
      if (found === null)
        throw new ShoptraceError(
          'not-found',
          `There is no series ${id}.`,
          'GET /api/v1/series lists the series.',
        );
      return context.json(found, 200);
    })
    .openapi(numberRoute, async (context) => {
      const { dataset: name, shop, asOf } = context.req.valid('query');
      const { number } = context.req.valid('param');
      const dataset = await deps.project.dataset(name);
      const found = await numberLife(dataset, { number, shop, asOf: asOf ?? null, settings });
      if (found.length === 0)
        throw new ShoptraceError(
          'not-found',
          `Nothing is known of the number ${number}.`,
          'GET /api/v1/series lists the series.',
        );
      return context.json(wholeList(found), 200);
    });
}
