// The check that every line is accounted for, as an error of the command line.
import type { LedgerAnswer } from '../model/answers.js';
import { ledgerProblems } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';

/** One error a sum that does not hold. */
export function brokenLedgers(ledgers: readonly LedgerAnswer[]): ShoptraceError[] {
  return ledgers.flatMap((ledger) =>
    ledgerProblems(ledger).map(
      (problem) =>
        new ShoptraceError(
          'ledger-broken',
          `The ledger of ${ledger.file} does not add up: ${problem}`,
          'This is a fault of the program: keep the file and report it. `shoptrace ledger` shows the figures.',
        ),
    ),
  );
}
