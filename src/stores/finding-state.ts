// Refusals of a change of a finding's human state; the same words in every store.
import { ShoptraceError } from '../model/errors.js';
import type { FindingState } from '../model/finding.js';

export function findingUnknown(id: string): ShoptraceError {
  return new ShoptraceError(
    'finding-unknown',
    `There is no finding ${JSON.stringify(id.slice(0, 80))} in this dataset`,
    'List the findings with `shoptrace findings`; an id belongs to one dataset.',
  );
}

export function stateConflict(id: string, expected: number, now: FindingState): ShoptraceError {
  return new ShoptraceError(
    'state-conflict',
    `Finding ${id} is ${now.state} by ${now.by ?? 'nobody'} in version ${now.version}, not version ${expected}`,
    'Look at the finding again and decide on what it says now.',
  );
}
