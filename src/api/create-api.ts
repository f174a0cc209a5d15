// The HTTP API as one app: guards, metrics, health, all resources under /api/v1, problems for everything else.
import { OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { ApiDeps } from './dependencies.js';
import { docsPages } from './docs-pages.js';
import type { ApiEnvironment } from './environment.js';
import { healthRoutes } from './health.js';
import { createLiveHub } from './live-hub.js';
import { methodNotAllowedProblem } from './method-not-allowed.js';
import { errorHandler, invalidRequest, notFoundProblem } from './problem.js';
import { dashboardsRoutes } from './routes/dashboards.js';
import { datasetsRoutes } from './routes/datasets.js';
import { findingsRoutes } from './routes/findings.js';
import { linesRoutes } from './routes/lines.js';
import { liveRoutes } from './routes/live.js';
import { overviewRoutes } from './routes/overview.js';
import { replaysRoutes } from './routes/replays.js';
import { rulesRoutes } from './routes/rules.js';
import { sequencesRoutes } from './routes/sequences.js';
import { transactionsRoutes } from './routes/transactions.js';
import { allowedHosts, guards, login, type Authentication } from './security.js';

export const API_BASE = '/api/v1';

export interface ApiOptions {
  readonly authentication: Authentication;
  /** Names in the Host header that are answered; default: those of loopback. */
  readonly hosts?: readonly string[];
}

export interface Api {
  readonly app: OpenAPIHono<ApiEnvironment>;
  /** Ends the live streams. */
  close(): void;
}

const noAuthentication: ApiOptions = { authentication: { kind: 'none' } };

/** Every request is timed under the pattern of its route: a path may hold IDs, and there are too many of them. */
function timed({ metrics, clock }: ApiDeps): MiddlewareHandler<ApiEnvironment> {
  return async (context, next) => {
    const startedAt = clock.now();
    await next();
    metrics.requestSeconds.observe(
      {
        method: context.req.method,
        route: context.res.status === 404 ? 'none' : routePath(context, -1),
        status: context.res.status,
      },
      (clock.now() - startedAt) / 1000,
    );
  };
}

function resources(deps: ApiDeps, hub: ReturnType<typeof createLiveHub>) {
  return new OpenAPIHono<ApiEnvironment>()
    .route('/', transactionsRoutes(deps))
    .route('/', linesRoutes(deps))
    .route('/', findingsRoutes(deps, hub))
    .route('/', datasetsRoutes(deps))
    .route('/', replaysRoutes(deps))
    .route('/', rulesRoutes(deps))
    .route('/', sequencesRoutes(deps))
    .route('/', dashboardsRoutes(deps))
    .route('/', overviewRoutes(deps))
    .route('/', liveRoutes(deps, hub));
}

/** Routes and their types, for a typed client (`hc<ApiRoutes>`). */
export type ApiRoutes = ReturnType<typeof resources>;

export function createApi(deps: ApiDeps, options: ApiOptions = noAuthentication): Api {
  const hub = createLiveHub({ source: deps.project.live, clock: deps.clock });
  const app = new OpenAPIHono<ApiEnvironment>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.target, result.error);
    },
  });
  app.onError(errorHandler(deps));
  app.notFound(notFoundProblem);
  app.use(timed(deps));
  for (const guard of guards({ ...options, hosts: options.hosts ?? allowedHosts('127.0.0.1') }))
    app.use(guard);
  app.use(methodNotAllowedProblem(app));
  app.route('/', healthRoutes(deps));
  app.route(
    '/',
    docsPages(() => openApiDocument(app, deps.version)),
  );
  app.use(`${API_BASE}/*`, login(options.authentication));
  app.route(API_BASE, resources(deps, hub));
  app.get(`${API_BASE}/openapi.json`, (context) => context.json(openApiDocument(app, deps.version)));
  return { app, close: () => hub.close() };
}

/** Text of `openapi.json`, which is committed. */
export function openApiText(app: OpenAPIHono<ApiEnvironment>, version: string): string {
  return `${JSON.stringify(openApiDocument(app, version), null, 2)}\n`;
}

/** Also answered under `/api/v1/openapi.json`. */
export function openApiDocument(app: OpenAPIHono<ApiEnvironment>, version: string) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'shoptrace',
      version,
      description:
        'What the trace files of a shop say. Times are UTC with `Z`; the printed stamp stands beside them as ' +
        '`localTime` with its `zone`. Ids and numbers are strings. Fields may be added, never renamed. ' +
        'Errors are `application/problem+json` with a `hint` and the id of the request.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'transactions', description: 'What happened to one order.' },
      { name: 'lines', description: 'What the shop wrote.' },
      { name: 'findings', description: 'What went wrong, and what people did about it.' },
      { name: 'numbers', description: 'Order numbers that are missing, late or given twice.' },
      { name: 'datasets', description: 'What was read.' },
      { name: 'replays', description: 'Uploaded files, and what came of them.' },
      { name: 'rules', description: 'What is looked for.' },
      { name: 'dashboards', description: 'Saved dashboards.' },
      { name: 'live', description: 'What changes.' },
    ],
  });
}
