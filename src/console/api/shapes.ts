// Answers of the API that no other surface prints, taken from the types of its routes.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { FindingAnswer, JudgedAnswer, PageAnswer, SourceAnswer } from '../../model/answers.js';
import type { SourceTrouble } from '../../model/source-trouble.js';
import type { ApiRoutes } from '../../api/create-api.js';

type Schema = ApiRoutes extends OpenAPIHono<infer _Environment, infer Routes, infer _Base> ? Routes : never;
type Outcome<
  Path extends keyof Schema,
  Method extends keyof Schema[Path],
> = Schema[Path][Method] extends infer One
  ? One extends { readonly output: infer Output; readonly status: 200 }
    ? Output
    : never
  : never;

type FindingOverview = Outcome<'/overview', '$get'>;
type FindingParts = Outcome<'/findings/:id', '$get'>;

export type LineHistogramAnswer = Outcome<'/lines/histogram', '$get'>;

/** The same findings, under the name that pages know. */
export type OverviewAnswer = Omit<FindingOverview, 'newest'> & { readonly newest: readonly FindingAnswer[] };
/** With how far they are judged. */
export type SourcesAnswer = PageAnswer<SourceAnswer> & {
  readonly judged: JudgedAnswer;
  /** Files that cannot be read now. */
  readonly troubles: readonly SourceTrouble[];
};
export type FindingDetail = Omit<FindingParts, 'finding'> & { readonly finding: FindingAnswer };
