// How routes say what they answer: JSON, export streams, problems.
import { z } from '@hono/zod-openapi';
import { problem } from './basics.js';

const problemContent = { 'application/problem+json': { schema: problem } } as const;

/** What every route may answer when the question is wrong or we fail. */
export const problems = {
  default: { description: 'What went wrong and what to do.', content: problemContent },
} as const;

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } } as const;
}

/** JSON, or the same as a stream of lines. */
export function exportable<T extends z.ZodType>(schema: T, description: string) {
  return {
    description,
    content: {
      'application/json': { schema },
      'application/x-ndjson': { schema: z.string() },
      'text/csv': { schema: z.string() },
    },
  } as const;
}
