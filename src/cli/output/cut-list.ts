// The truth about a list that stops at its limit: how much of how much is shown, and how to see the rest.
import type { CutAnswer } from '../../model/answers.js';
import { type CommandContext, note, printJson } from '../context.js';
import { grouped } from './table.js';

export interface CutList {
  readonly shown: number;
  /** Null: there are more, nobody counted them. */
  readonly total: number | null;
  /** Of what: `findings`. */
  readonly of: string;
}

const GREATEST_LIMIT = 1_000_000;

/**
 * A note beside the list; for scripts a last object too. Nothing where the list is whole.
 * @param options.greatest the greatest `--limit` of the command
 */
export async function tellCut(
  context: CommandContext,
  list: CutList,
  options: { readonly json: boolean; readonly greatest?: number },
): Promise<void> {
  const { shown, total } = list;
  if (total !== null && total <= shown) return;
  if (options.json) await printJson(context, { type: 'summary', shown, total } satisfies CutAnswer);
  note(context, cutText(list, options.greatest ?? GREATEST_LIMIT));
}

function cutText({ shown, total, of }: CutList, greatest: number): string {
  const limit = limitFor(total ?? shown * 2);
  const hint = `--limit ${limit}`;
  if (total === null)
    return `${grouped(shown)} ${of} shown, there are more${limit <= greatest ? `: ${hint} shows more` : ''}`;
  return `${grouped(shown)} of ${grouped(total)} ${of} shown${limit <= greatest ? `, ${hint} for more` : ''}`;
}

/** The next round number: 1,569 → 2000. */
function limitFor(count: number): number {
  let power = 1;
  for (;;) {
    for (const step of [1, 2, 5]) if (step * power >= count) return step * power;
    power *= 10;
  }
}
