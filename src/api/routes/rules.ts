// GET /rules and /rules/{id}: what is looked for, why, and what it cannot see.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { ShoptraceError } from '../../model/errors.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import { word } from '../parameters.js';
import { json, problems } from '../schemas/answers.js';
import { listOf, wholeList } from '../schemas/basics.js';
import { rule } from '../schemas/rules.js';

const listRules = createRoute({
  method: 'get',
  path: '/rules',
  operationId: 'listRules',
  tags: ['rules'],
  summary: 'All rules',
  responses: { 200: json(listOf(rule), 'Rules.'), ...problems },
});

const getRule = createRoute({
  method: 'get',
  path: '/rules/{id}',
  operationId: 'getRule',
  tags: ['rules'],
  summary: 'One rule',
  request: { params: z.object({ id: word }) },
  responses: { 200: json(rule, 'The rule.'), ...problems },
});

export function rulesRoutes(deps: ApiDeps) {
  return new OpenAPIHono<ApiEnvironment>()
    .openapi(listRules, (context) => context.json(wholeList(deps.project.rules()), 200))
    .openapi(getRule, (context) => {
      const { id } = context.req.valid('param');
      const found = deps.project.rules().find((candidate) => candidate.id === id);
      if (found === undefined)
        throw new ShoptraceError(
          'rule-unknown',
          `There is no rule ${id}.`,
          'GET /api/v1/rules lists the rules.',
        );
      return context.json(found, 200);
    });
}
