// Which faults of a store pass without a restart (a refused key may be replaced in its file): what was not acknowledged is done again later.
import { ShoptraceError } from '../model/errors.js';

const passing: readonly string[] = ['store-full', 'store-unreachable', 'store-denied', 'dataset-busy'];

export function isStoreTrouble(error: unknown): error is ShoptraceError {
  return error instanceof ShoptraceError && passing.includes(error.code);
}
