// GET /transactions and /transactions/{id}: the list to pick from, and the verdict, story and lines of one.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { errorCodes } from '../../model/errors.js';
import type { NotFoundAnswer, TransactionAnswer } from '../../model/answers.js';
import { findTransaction } from '../../queries/find-transaction.js';
import type { Dataset } from '../../queries/question.js';
import { transaction as askTransaction } from '../../queries/transaction.js';
import { listTransactions } from '../../queries/transactions.js';
import type { ApiDeps } from '../dependencies.js';
import type { ApiEnvironment } from '../environment.js';
import {
  checkRange,
  datasetParameter,
  DEFAULT_PAGE_ITEMS,
  MAX_WORDS_CHARACTERS,
  pageParameters,
  rangeParameters,
  shopName,
} from '../parameters.js';
import { HttpProblem } from '../problem.js';
import { json, problems } from '../schemas/answers.js';
import { outcome, pageOf, problem } from '../schemas/basics.js';
import { transaction, transactionListItem, transactionNotFound } from '../schemas/transactions.js';

const listRoute = createRoute({
  method: 'get',
  path: '/transactions',
  operationId: 'listTransactions',
  tags: ['transactions'],
  summary: 'Transactions, newest last record first',
  request: {
    query: pageParameters.extend({
      ...rangeParameters.shape,
      shop: shopName,
      prefix: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .openapi({ description: 'Beginning of the ID, any case.' }),
      outcome: outcome.optional(),
    }),
  },
  responses: { 200: json(pageOf(transactionListItem), 'Transactions.'), ...problems },
});

const getRoute = createRoute({
  method: 'get',
  path: '/transactions/{id}',
  operationId: 'getTransaction',
  tags: ['transactions'],
  summary: 'What happened to one transaction: verdict, story, lines, findings, advice',
  request: {
    params: z.object({
      id: z.string().min(1).max(MAX_WORDS_CHARACTERS).openapi({
        description:
          'The ID in any case, with or without brackets, its first six characters or more, a pasted line.',
        example: 'TU90QMLVYXD5UMZYUQ==',
      }),
    }),
    query: datasetParameter.extend({ shop: shopName }),
  },
  responses: {
    200: json(transaction, 'The transaction.'),
    404: {
      description: 'None or several: what it could have meant, what is near, what is covered.',
      content: { 'application/problem+json': { schema: z.union([transactionNotFound, problem]) } },
    },
    ...problems,
  },
});

export function transactionsRoutes(deps: ApiDeps) {
  return new OpenAPIHono<ApiEnvironment>()
    .openapi(listRoute, async (context) => {
      const { dataset, limit, ...asked } = context.req.valid('query');
      checkRange(asked);
      const opened = await deps.project.dataset(dataset);
      return context.json(
        await listTransactions(opened, { ...asked, limit: limit ?? DEFAULT_PAGE_ITEMS }),
        200,
      );
    })
    .openapi(getRoute, async (context) => {
      const { dataset, shop } = context.req.valid('query');
      const opened = await deps.project.dataset(dataset);
      return context.json(await oneTransaction(deps, opened, context.req.valid('param').id, shop), 200);
    });
}

async function oneTransaction(
  { project }: ApiDeps,
  dataset: Dataset,
  query: string,
  shop: string | undefined,
): Promise<TransactionAnswer> {
  const names = await project.datasetNames();
  const otherDatasets = names.filter((name) => name !== dataset.info.name);
  const { found, notFound } = await findTransaction(dataset, { query, shop, otherDatasets });
  if (found === null) throw nothingOrSeveral(notFound);
  const answer = await askTransaction(dataset, project.rules(), found);
  if (answer === null) throw withoutLines(found.id);
  return answer;
}

function nothingOrSeveral(answer: NotFoundAnswer): HttpProblem {
  const several = answer.matches.length;
  return new HttpProblem({
    status: 404,
    code: 'not-found',
    title: errorCodes['not-found'].title,
    detail:
      several > 0
        ? `${several} transactions of dataset ${answer.dataset} match.`
        : `No transaction of dataset ${answer.dataset} matches.`,
    hint:
      several > 0
        ? 'Ask for one of `matches`.'
        : 'See `near` for similar IDs, `coverage` for the time that is covered, `otherDatasets` for where else to look.',
    extensions: { ...answer },
  });
}

function withoutLines(id: string): HttpProblem {
  return new HttpProblem({
    status: 404,
    code: 'not-found',
    title: errorCodes['not-found'].title,
    detail: `${id} is known, but none of its lines is there.`,
    hint: 'Ask again.',
  });
}
