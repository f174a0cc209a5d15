// GET /lines: search in the lines of a dataset, page by page or as a stream.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { LineAnswer } from '../../model/answers.js';
import type { LineFilter } from '../../model/query.js';
import { lineHistogram } from '../../queries/line-histogram.js';
import { searchLines } from '../../queries/lines.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { exportFormatOf, exportResponse, type ExportSource } from '../export.js';
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
  words,
} from '../parameters.js';
import { exportable, json, problems } from '../schemas/answers.js';
import { level, pageOf } from '../schemas/basics.js';
import { line, lineHistogramAnswer } from '../schemas/lines.js';

const filters = rangeParameters.extend({
  words,
  shop: shopName,
  action: oneOf(word),
  code: oneOf(word),
  level: oneOf(level),
  transaction: z.string().min(1).max(100).optional(),
  generation: word.optional(),
});

const query = pageParameters.extend({
  ...filters.shape,
  order: z.enum(['newest', 'oldest']).default('newest'),
  format: exportFormat,
});

const listLines = createRoute({
  method: 'get',
  path: '/lines',
  operationId: 'listLines',
  tags: ['lines'],
  summary: 'Lines that hold all the words, newest first',
  request: { query },
  responses: { 200: exportable(pageOf(line), 'Lines.'), ...problems },
});

const getHistogram = createRoute({
  method: 'get',
  path: '/lines/histogram',
  operationId: 'getLineHistogram',
  tags: ['lines'],
  summary: 'How many lines match, over time and by level',
  description:
    'Every bucket of the range, empty ones too. Words and transactions are looked for in the newest 400,000 lines only: `whole` is false where older ones were not counted.',
  request: { query: datasetParameter.extend(filters.shape) },
  responses: { 200: json(lineHistogramAnswer, 'Exact counts.'), ...problems },
});

/** @throws a 400 problem when the range is upside down or too long */
function filterOf(asked: z.infer<typeof filters>): LineFilter {
  checkRange(asked);
  const { from, to, words, shop, transaction, generation } = asked;
  const { action: actions, code: codes, level: levels } = asked;
  return { from, to, words, shop, transaction, generation, actions, codes, levels };
}

const columns = [
  'at',
  'localTime',
  'zone',
  'level',
  'code',
  'action',
  'transaction',
  'message',
  'file',
  'line',
  'event',
  'request',
  'flags',
] as const satisfies readonly (keyof LineAnswer)[];

export function linesRoutes(deps: ApiDeps) {
  const histogram = new OpenAPIHono<ApiEnvironment>().openapi(getHistogram, async (context) => {
    const asked = context.req.valid('query');
    const filter = filterOf(asked);
    const dataset = await deps.project.dataset(asked.dataset);
    return context.json(await lineHistogram(dataset, filter), 200);
  });
  return histogram.openapi(listLines, async (context) => {
    const asked = context.req.valid('query');
    const filter = filterOf(asked);
    const dataset = await deps.project.dataset(asked.dataset);
    const { order } = asked;
    const page: ExportSource<LineAnswer>['page'] = (limit, cursor) =>
      searchLines(dataset, { filter, order, limit, cursor });
    const format = exportFormatOf(context, asked.format);
    if (format === 'json')
      return context.json(await page(asked.limit ?? DEFAULT_PAGE_ITEMS, asked.cursor), 200);
    return await exportResponse(
      context,
      {
        name: `${dataset.info.name}-lines`,
        columns,
        row: (item) => columns.map((column) => item[column]),
        page,
        firstCursor: asked.cursor,
        limit: asked.limit ?? null,
      },
      format,
    );
  });
}
