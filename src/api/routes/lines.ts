// GET /lines: search in the lines of a dataset, page by page or as a stream.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { LineAnswer } from '../../model/answers.js';
import { searchLines } from '../../queries/lines.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { exportFormatOf, exportResponse, type ExportSource } from '../export.js';
import {
  checkRange,
  DEFAULT_PAGE_ITEMS,
  exportFormat,
  oneOf,
  pageParameters,
  rangeParameters,
  shopName,
  word,
  words,
} from '../parameters.js';
import { exportable, problems } from '../schemas/answers.js';
import { level, pageOf } from '../schemas/basics.js';
import { line } from '../schemas/lines.js';

const query = pageParameters.extend({
  ...rangeParameters.shape,
  words,
  shop: shopName,
  action: oneOf(word),
  code: oneOf(word),
  level: oneOf(level),
  transaction: z.string().min(1).max(100).optional(),
  generation: word.optional(),
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
  return new OpenAPIHono<ApiEnvironment>().openapi(listLines, async (context) => {
    const asked = context.req.valid('query');
    checkRange(asked);
    const dataset = await deps.project.dataset(asked.dataset);
    const { from, to, words, shop, transaction, generation, order } = asked;
    const filter = {
      from,
      to,
      words,
      shop,
      transaction,
      generation,
      actions: asked.action,
      codes: asked.code,
      levels: asked.level,
    };
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
