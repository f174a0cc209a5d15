// 405 with the methods that are allowed, as a problem like every other error.
import type { Hono, MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { ApiEnvironment } from './environment.js';
import { problemResponse } from './problem.js';

export function methodNotAllowedProblem(app: Hono<ApiEnvironment>): MiddlewareHandler<ApiEnvironment> {
  return methodNotAllowed<ApiEnvironment>({
    app,
    onMethodNotAllowed: (context, methods) =>
      problemResponse(context, {
        status: 405,
        code: 'method-not-allowed',
        title: 'That method is not taken here',
        detail: `This address takes ${methods.join(', ')}.`,
        hint: 'GET /api/v1/openapi.json lists what can be asked.',
        headers: { Allow: methods.join(', ') },
      }),
  });
}
