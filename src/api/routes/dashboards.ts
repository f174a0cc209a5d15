// GET /dashboards, /dashboards/{slug} and /dashboards/{slug}/data: saved dashboards and what their panels show now.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { ShoptraceError } from '../../model/errors.js';
import type { Dashboard } from '../../model/dashboard.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { checkRange, datasetParameter, rangeParameters, word } from '../parameters.js';
import { json, problems } from '../schemas/answers.js';
import { listOf, wholeList } from '../schemas/basics.js';
import { dashboard, dashboardData, dashboardListItem } from '../schemas/dashboards.js';

const params = z.object({ slug: word });

const listDashboards = createRoute({
  method: 'get',
  path: '/dashboards',
  operationId: 'listDashboards',
  tags: ['dashboards'],
  summary: 'All saved dashboards',
  responses: { 200: json(listOf(dashboardListItem), 'Dashboards.'), ...problems },
});

const getDashboard = createRoute({
  method: 'get',
  path: '/dashboards/{slug}',
  operationId: 'getDashboard',
  tags: ['dashboards'],
  summary: 'One saved dashboard: its panels and their questions',
  request: { params },
  responses: { 200: json(dashboard, 'The dashboard as saved.'), ...problems },
});

const getDashboardData = createRoute({
  method: 'get',
  path: '/dashboards/{slug}/data',
  operationId: 'getDashboardData',
  tags: ['dashboards'],
  summary: 'What the panels of a dashboard show',
  request: { params, query: datasetParameter.extend(rangeParameters.shape) },
  responses: { 200: json(dashboardData, 'Answers of all panels, in their order.'), ...problems },
});

export function dashboardsRoutes({ project }: ApiDeps) {
  return new OpenAPIHono<ApiEnvironment>()
    .openapi(listDashboards, (context) => {
      const items = project.dashboards().map(({ slug, title, description, panels }) => ({
        slug,
        title,
        description,
        panels: panels.length,
      }));
      return context.json(wholeList(items), 200);
    })
    .openapi(getDashboard, (context) =>
      context.json(named(project.dashboards(), context.req.valid('param').slug), 200),
    )
    .openapi(getDashboardData, async (context) => {
      const found = named(project.dashboards(), context.req.valid('param').slug);
      const asked = context.req.valid('query');
      checkRange(asked);
      const dataset = await project.dataset(asked.dataset);
      const range = { from: asked.from ?? null, to: asked.to ?? null };
      return context.json(await project.runDashboard(found, dataset, range), 200);
    });
}

function named(dashboards: readonly Dashboard[], slug: string): Dashboard {
  const found = dashboards.find((candidate) => candidate.slug === slug);
  if (found !== undefined) return found;
  throw new ShoptraceError(
    'dashboard-unknown',
    `There is no dashboard ${slug}.`,
    `Known: ${dashboards.map((candidate) => candidate.slug).join(', ')}.`,
  );
}
