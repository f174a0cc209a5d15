// GET /datasets, /sources and /ledger: what was read, how far, and that every line is accounted for.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { coverage } from '../../queries/coverage.js';
import { ledgers } from '../../queries/ledger.js';
import { judged } from '../../queries/judged.js';
import { sources } from '../../queries/sources.js';
import { ledgerProblems } from '../../model/block.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { datasetParameter } from '../parameters.js';
import { json, problems } from '../schemas/answers.js';
import { coverage as coverageSchema, instant, listOf, strings, wholeList } from '../schemas/basics.js';
import { dataset, judged as judgedSchema, ledger, source, sourceTrouble } from '../schemas/sources.js';

const listDatasets = createRoute({
  method: 'get',
  path: '/datasets',
  operationId: 'listDatasets',
  tags: ['datasets'],
  summary: 'All datasets, the live one first',
  responses: { 200: json(listOf(dataset), 'Datasets.'), ...problems },
});

const listSources = createRoute({
  method: 'get',
  path: '/sources',
  operationId: 'listSources',
  tags: ['datasets'],
  summary: 'Every file of a dataset: what it is, how far it was read and judged, how fresh it is',
  request: { query: datasetParameter },
  responses: {
    200: json(
      listOf(source).extend({
        dataset: z.string(),
        live: z.boolean(),
        coverage: coverageSchema,
        judged: judgedSchema,
        troubles: z.array(sourceTrouble).readonly().openapi({
          description: 'Followed files and folders that cannot be read now, and why.',
        }),
        now: instant.openapi({ description: 'Clock of the server, to compare freshness with.' }),
      }),
      'Sources.',
    ),
    ...problems,
  },
});

const listLedger = createRoute({
  method: 'get',
  path: '/ledger',
  operationId: 'listLedger',
  tags: ['datasets'],
  summary: 'Where every line of every file went',
  request: { query: datasetParameter },
  responses: {
    200: json(
      listOf(ledger).extend({
        dataset: z.string(),
        problems: strings.openapi({ description: 'Sums that do not hold; empty when the ledger adds up.' }),
      }),
      'Ledger.',
    ),
    ...problems,
  },
});

export function datasetsRoutes(deps: ApiDeps) {
  const { project, clock } = deps;
  return new OpenAPIHono<ApiEnvironment>()
    .openapi(listDatasets, async (context) => context.json(wholeList(await project.datasets()), 200))
    .openapi(listSources, async (context) => {
      const opened = await project.dataset(context.req.valid('query').dataset);
      return context.json(
        {
          ...wholeList(await sources(opened)),
          dataset: opened.info.name,
          live: opened.info.live,
          coverage: await coverage(opened, null),
          judged: await judged(opened),
          troubles: project.troubles(opened.info.name),
          now: new Date(clock.now()).toISOString(),
        },
        200,
      );
    })
    .openapi(listLedger, async (context) => {
      const opened = await project.dataset(context.req.valid('query').dataset);
      const items = await ledgers(opened);
      const wrong = items.flatMap((item) =>
        ledgerProblems(item).map((sentence) => `${item.file}: ${sentence}`),
      );
      return context.json({ ...wholeList(items), dataset: opened.info.name, problems: wrong }, 200);
    });
}
