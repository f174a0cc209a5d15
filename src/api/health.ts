// /livez, /readyz and /metrics: for supervisors and scrapers, without login and without anything from the traces.
import { Hono } from 'hono';
import type { ApiDeps, ReadinessCheck } from './dependencies.js';
import type { ApiEnvironment } from './environment.js';

function wordOf({ ready, isTroubled }: ReadinessCheck): string {
  if (!ready) return 'no';
  return isTroubled === true ? 'warning' : 'ok';
}

export function healthRoutes(deps: ApiDeps): Hono<ApiEnvironment> {
  const app = new Hono<ApiEnvironment>();
  app.get('/livez', (context) => context.text('alive\n'));
  app.get('/readyz', async (context) => {
    const checks = await deps.project.readiness();
    const ready = checks.every((check) => check.ready);
    const lines = checks.map((check) => `${wordOf(check)} ${check.name}: ${check.detail}`);
    return context.text(`${[ready ? 'ready' : 'not ready', ...lines].join('\n')}\n`, ready ? 200 : 503, {
      'Cache-Control': 'no-store',
    });
  });
  app.get('/metrics', async (context) =>
    context.body(await deps.metrics.registry.metrics(), 200, {
      'Content-Type': deps.metrics.registry.contentType,
      'Cache-Control': 'no-store',
    }),
  );
  return app;
}
