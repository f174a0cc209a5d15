// Which lines hold these words, within these times, of these actions?
import type { LineAnswer, PageAnswer } from '../model/answers.js';
import type { LineFilter } from '../model/query.js';
import { alone, lineAnswers } from './line-answers.js';
import type { Dataset } from './question.js';

export interface LinesParams {
  readonly filter: LineFilter;
  readonly order: 'newest' | 'oldest';
  /** 1 … 1000 */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** @throws query-invalid, cursor-invalid */
export async function searchLines(dataset: Dataset, params: LinesParams): Promise<PageAnswer<LineAnswer>> {
  const page = await dataset.search(params);
  const items = await lineAnswers(dataset, page.items.map(alone));
  return { items, nextCursor: page.nextCursor, prevCursor: page.prevCursor };
}
