// 405 with the methods that are allowed, as a problem like every other error.
import type { Hono, MiddlewareHandler } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { ApiEnvironment } from './environment.js';
import { httpProblem, problemResponse } from './problem.js';

export function methodNotAllowedProblem(app: Hono<ApiEnvironment>): MiddlewareHandler<ApiEnvironment> {
  return methodNotAllowed<ApiEnvironment>({
    app,
    onMethodNotAllowed: (context, methods) =>
      problemResponse(
        context,
        httpProblem(
          'method-not-allowed',
          `This address takes ${methods.join(', ')}.`,
          'GET /api/v1/openapi.json lists what can be asked.',
          { Allow: methods.join(', ') },
        ),
      ),
  });
}
