// Expected failures: what went wrong, where, and what to do. One class, one list of codes.

/** Code → exit code of the command line and one line for the reference page (docs/reference/errors.md). */
export const errorCodes = {
  usage: { exit: 2, title: 'A command was used wrongly' },
  'config-invalid': { exit: 2, title: 'The configuration has a mistake' },
  'zone-unknown': { exit: 2, title: 'The time zone is not known' },
  'zone-conflict': { exit: 2, title: 'This source was read with another time zone' },
  'kind-conflict': { exit: 2, title: 'This file was read as another kind of file' },
  'path-missing': { exit: 3, title: 'No such file or folder' },
  'path-unreadable': { exit: 3, title: 'The file cannot be read' },
  'path-not-a-file': { exit: 3, title: 'The path is neither a file nor a folder' },
  'file-empty': { exit: 3, title: 'The file holds no bytes' },
  'no-records': { exit: 3, title: 'No line of the file is a trace record' },
  'no-numbers': { exit: 3, title: 'The dataset holds no order numbers' },
  'format-foreign': { exit: 3, title: 'The file is an archive, binary or encoding that is not a trace' },
  'gzip-damaged': { exit: 3, title: 'The compressed file is damaged' },
  'dataset-unknown': { exit: 2, title: 'There is no dataset of that name' },
  'dataset-name-invalid': { exit: 2, title: 'A dataset cannot have that name' },
  'dataset-busy': { exit: 3, title: 'Another process writes to this dataset' },
  'store-newer': { exit: 3, title: 'The store was written by a newer shoptrace' },
  'store-damaged': { exit: 3, title: 'The store is damaged' },
  'store-unreachable': { exit: 3, title: 'The store cannot be reached' },
  'store-full': { exit: 3, title: 'No space is left for the store' },
  'store-denied': { exit: 3, title: 'The store does not let shoptrace in' },
  'store-unsupported': { exit: 3, title: 'The store is of a kind or version that is not supported' },
  'ledger-broken': { exit: 1, title: 'The ledger does not add up' },
  'finding-unknown': { exit: 2, title: 'There is no finding with that id' },
  'state-conflict': { exit: 3, title: 'Somebody else changed the finding meanwhile' },
  'transition-invalid': { exit: 2, title: 'The finding cannot go to that state' },
  'rule-unknown': { exit: 2, title: 'There is no rule of that name' },
  'dashboard-unknown': { exit: 2, title: 'There is no dashboard of that name' },
  'query-invalid': { exit: 2, title: 'The question is not of the form it takes' },
  'cursor-invalid': { exit: 2, title: 'The page cursor does not belong to this list' },
  'not-found': { exit: 1, title: 'Nothing is there under that address' },
  'port-taken': { exit: 3, title: 'The port is in use' },
  'bind-refused': { exit: 2, title: 'An open address needs authentication' },
} as const satisfies Record<string, { exit: 1 | 2 | 3; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

/** Base of all expected failures. `message` says what and where, `hint` what to do. */
export class ShoptraceError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ShoptraceError';
    this.code = code;
    this.hint = hint;
  }

  get exitCode(): 1 | 2 | 3 {
    return errorCodes[this.code].exit;
  }
}
