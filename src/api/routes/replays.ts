// POST, GET and DELETE /replays: a file is uploaded, replayed by a job of its own, and the job is asked for.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { NAME } from '../../model/names.js';
import type { ReplayDesk } from '../../model/replays.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { writeHeaders } from '../parameters.js';
import { HttpProblem, httpProblem } from '../problem.js';
import { json, problems } from '../schemas/answers.js';
import { listOf, wholeList } from '../schemas/basics.js';
import { replay, replayAnswer } from '../schemas/replays.js';

const params = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, 'is no id of a replay') });

/** What stands behind the last separator; a NUL would end a name. */
const fileName = z
  .string()
  .max(1000)
  .transform((name) => (name.split(/[/\\]/).at(-1) ?? '').replaceAll('\0', ''))
  .pipe(z.string().min(1, 'names no file').max(255))
  .openapi({ type: 'string', description: 'Name of the file; folders are left out.', example: 'trace.log' });

const about = z.object({
  name: fileName.optional(),
  zone: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .openapi({ description: 'Zone the shop printed in; default: the one that `GET /replays` tells.' }),
  shop: z.string().regex(NAME, 'is no name of a shop').optional(),
  kind: z.enum(['trace', 'mail']).optional().openapi({ description: 'Default: name and content tell.' }),
});

const startRoute = createRoute({
  method: 'post',
  path: '/replays',
  operationId: 'startReplay',
  tags: ['replays'],
  summary: 'Upload a file and replay it into a dataset of its own',
  description:
    'The body is the file itself, plain or gzip. One replay is at work, a few wait; beyond that the answer is 429. ' +
    'The same bytes always lead to the same dataset.',
  request: {
    query: about,
    headers: writeHeaders,
    body: {
      required: true,
      content: { 'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: { 202: json(replay, 'The job that replays it.'), ...problems },
});

const listRoute = createRoute({
  method: 'get',
  path: '/replays',
  operationId: 'listReplays',
  tags: ['replays'],
  summary: 'Replays since the server started, the newest first, and what is taken',
  responses: {
    200: json(
      listOf(replay).extend({
        maxBytes: z.number().int().openapi({ description: 'Largest file that is taken.' }),
        zone: z.string().openapi({ description: 'Zone of files that are sent without one.' }),
      }),
      'Replays.',
    ),
    ...problems,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/replays/{id}',
  operationId: 'getReplay',
  tags: ['replays'],
  summary: 'How far a replay is, and what came of it',
  request: { params },
  responses: { 200: json(replay, 'The job.'), ...problems },
});

const cancelRoute = createRoute({
  method: 'delete',
  path: '/replays/{id}',
  operationId: 'cancelReplay',
  tags: ['replays'],
  summary: 'Cancel a replay; what it made of a new dataset is dropped',
  request: { params, headers: writeHeaders },
  responses: {
    200: json(replay, 'The job; one at work ends a moment later, one that has ended stays as it is.'),
    ...problems,
  },
});

function tooLarge(maxBytes: number): HttpProblem {
  return new HttpProblem(
    httpProblem(
      'body-too-large',
      `The file has more than ${maxBytes} bytes.`,
      'Pack it with gzip, raise serve.maxUploadBytes, or use `shoptrace replay FILE` on the server.',
    ),
  );
}

/** Ends with a problem as soon as it is too long, whatever its sender said of its length. */
function limited(body: ReadableStream<Uint8Array>, maxBytes: number): ReadableStream<Uint8Array> {
  let bytes = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        controller.enqueue(chunk);
      },
    }),
  );
}

function requireRoom(desk: ReplayDesk): void {
  if (desk.hasRoom()) return;
  throw new HttpProblem(
    httpProblem(
      'too-many-replays',
      `One replay is at work and ${desk.mostWaiting} wait.`,
      'Wait until one has ended, or cancel one.',
      { 'Retry-After': '10' },
    ),
  );
}

export function replaysRoutes({ project: { replays } }: ApiDeps) {
  return new OpenAPIHono<ApiEnvironment>()
    .openapi(startRoute, async (context) => {
      const { name = 'upload', zone, shop, kind } = context.req.valid('query');
      requireRoom(replays);
      if (Number(context.req.header('content-length') ?? 0) > replays.maxBytes)
        throw tooLarge(replays.maxBytes);
      const { body } = context.req.raw;
      const job = await replays.take(body === null ? null : limited(body, replays.maxBytes), {
        name,
        zone: zone ?? null,
        shop: shop ?? null,
        kind: kind ?? null,
      });
      return context.json(replayAnswer(job), 202);
    })
    .openapi(listRoute, (context) => {
      const { zone, maxBytes } = replays;
      return context.json({ ...wholeList(replays.jobs().map(replayAnswer)), maxBytes, zone }, 200);
    })
    .openapi(getRoute, (context) =>
      context.json(replayAnswer(replays.job(context.req.valid('param').id)), 200),
    )
    .openapi(cancelRoute, async (context) =>
      context.json(replayAnswer(await replays.cancel(context.req.valid('param').id)), 200),
    );
}
