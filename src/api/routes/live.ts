// GET /live: a stream of server-sent events that says what changed, so that pages need not ask again and again.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import type { LiveBatch, LiveHub } from '../live-hub.js';
import { createBatchRenderer, eventText, type BatchRenderer } from '../live-messages.js';
import { datasetParameter } from '../parameters.js';
import { HttpProblem, httpProblem } from '../problem.js';
import { problems } from '../schemas/answers.js';

const MOST_STREAMS = 64;
/** Texts that may wait for a slow page before it is sent away (it comes back with its last id). */
const MOST_WAITING = 64;
const RETRY_MS = 2000;

const openLive = createRoute({
  method: 'get',
  path: '/live',
  operationId: 'openLive',
  tags: ['live'],
  summary: 'Changes of findings and freshness as server-sent events',
  description:
    'Events: `hello` (connected), `findings` (changed ones as they stand now), `freshness` (of the sources), ' +
    '`reset` (too much was missed, ask for everything again). `Last-Event-ID` continues a broken stream.',
  request: {
    query: datasetParameter.extend({ lastEventId: z.string().max(60).optional() }),
    headers: z.object({ 'last-event-id': z.string().max(60).optional() }),
  },
  responses: {
    200: { description: 'A stream.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems,
  },
});

interface StreamParts {
  readonly deps: ApiDeps;
  readonly hub: LiveHub;
  readonly renderer: BatchRenderer;
  /** Null: changes of every dataset. */
  readonly dataset: string | null;
  readonly after: string | null;
}

export function liveRoutes(deps: ApiDeps, hub: LiveHub) {
  const renderer = createBatchRenderer(deps.project, deps.clock);
  return new OpenAPIHono<ApiEnvironment>().openapi(openLive, async (context) => {
    const { dataset, lastEventId } = context.req.valid('query');
    if (hub.listeners >= MOST_STREAMS)
      throw new HttpProblem(
        httpProblem(
          'too-many-streams',
          `There are already ${MOST_STREAMS} live streams.`,
          'Close some pages.',
          { 'Retry-After': '10' },
        ),
      );
    if (dataset !== undefined) await deps.project.dataset(dataset);
    const after = context.req.valid('header')['last-event-id'] ?? lastEventId ?? null;
    const body = liveStream({ deps, hub, renderer, dataset: dataset ?? null, after });
    return context.body(body, 200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
  });
}

function liveStream({ deps, hub, renderer, dataset, after }: StreamParts): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end: () => void = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let open = true;
        let lastWork: Promise<void> = Promise.resolve();
        const send = (text: string): void => {
          if (!open) return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) <= 0) finish();
        };
        const sendBatch = (batch: LiveBatch): void => {
          if (dataset !== null && batch.dataset !== dataset) return;
          lastWork = lastWork
            .then(async () => send(await renderer.render(batch)))
            .catch((error: unknown) => {
              deps.log.error({ err: error, dataset: batch.dataset }, 'a live batch could not be made');
              send(eventText({ event: 'reset', data: { dataset: batch.dataset } }));
            });
        };
        const joined = hub.join(
          { batch: sendBatch, heartbeat: () => send(': still here\n\n'), closed: () => finish() },
          after,
        );
        const finish = (): void => {
          if (!open) return;
          end();
          controller.close();
        };
        end = () => {
          open = false;
          joined.leave();
          deps.metrics.liveStreams.set(hub.listeners);
        };
        deps.metrics.liveStreams.set(hub.listeners);
        send(`retry: ${RETRY_MS}\n\n`);
        if (joined.missed === null) send(eventText({ event: 'reset', data: { dataset }, id: joined.newest }));
        else
          send(
            eventText(
              joined.missed.length > 0
                ? { event: 'hello', data: { missed: joined.missed.length } }
                : { event: 'hello', data: { missed: 0 }, id: joined.newest },
            ),
          );
        for (const batch of joined.missed ?? []) sendBatch(batch);
      },
      cancel: () => end(),
    },
    { highWaterMark: MOST_WAITING },
  );
}
