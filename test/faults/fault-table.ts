// Which tests prove which fault: the table of docs/reliability.md is made of it.

export interface FaultRow {
  readonly id: string;
  readonly fault: string;
  readonly asserted: string;
  /** Test files (below test/) and what the names of the tests begin with or hold; all tests of the file without it. */
  readonly tests: readonly (readonly [file: string, name?: RegExp])[];
}

const follower = 'ingest/follower.test.ts';
const once = 'ingest/read-once.test.ts';
const midway = 'faults/midway.test.ts';
const model = 'faults/model.test.ts';
const kill = 'faults/kill.test.ts';
const state = 'faults/state.test.ts';

/** Every row that has tests; what is not here is not proven. */
export const faultTable: readonly FaultRow[] = [
  {
    id: 'P1',
    fault: 'Process dies before or after a commit, at any of them',
    asserted: 'no line lost, none twice, ledgers add up',
    tests: [[model]],
  },
  {
    id: 'P2',
    fault: 'kill -9 at random times while a shop writes and rotates',
    asserted: 'the same, on a real process and SQLite',
    tests: [[kill], ['stores/sqlite-processes.test.ts', /kill -9/]],
  },
  {
    id: 'P4',
    fault: 'State missing, all NUL, cut, foreign, of a newer program, from another host',
    asserted: 'named or read again; nothing twice',
    tests: [[state, /^P4/]],
  },
  {
    id: 'P6',
    fault: 'Two daemons on one state',
    asserted: 'the second is refused',
    tests: [
      [state, /^P6/],
      ['stores/sqlite-processes.test.ts', /one writer/],
    ],
  },
  {
    id: 'F1',
    fault: 'Rotation by renaming, also several times within one look',
    asserted: 'complete, in order',
    tests: [[follower, /^rotation/], [model], ['faults/logrotate.test.ts', /create/], [midway, /create/]],
  },
  {
    id: 'F2',
    fault: 'Renamed and compressed while the follower was down',
    asserted: 'goes on there, then in the new file',
    tests: [[follower, /while the follower was down|compression, live and while/]],
  },
  {
    id: 'F3',
    fault: 'copytruncate, live and while it was down',
    asserted: 'what existed is read; loss is reported as at least n bytes',
    tests: [
      [follower, /^truncation/],
      [model],
      ['faults/logrotate.test.ts', /copytruncate/],
      [midway, /copytruncate/],
    ],
  },
  {
    id: 'F4',
    fault: 'Truncated; emptied with a blank line; regrown beyond the old offset',
    asserted: 'a new generation',
    tests: [[follower, /new content is a new generation|regrowth/], [model]],
  },
  {
    id: 'F5',
    fault: 'Deleted and created again',
    asserted: 'a new generation',
    tests: [[follower, /deleted and created again/], [model]],
  },
  {
    id: 'F6',
    fault: 'Files with the same first line',
    asserted: 'both are read',
    tests: [
      [follower, /same first line/],
      [once, /only its first line/],
    ],
  },
  {
    id: 'F7',
    fault: 'gzip: after a part was read, damaged, of several members',
    asserted: 'each line once; damage is reported',
    tests: [
      [follower, /compression/],
      [once, /^a damaged gzip/],
    ],
  },
  {
    id: 'F8',
    fault: 'Links, swapped links, one file under two names',
    asserted: 'read once',
    tests: [[follower, /link|two names/]],
  },
  {
    id: 'F9',
    fault: 'Last line without end: quiet, restart, completed later or never',
    asserted: 'one final record',
    tests: [[follower, /line without end/], [model]],
  },
  {
    id: 'F10',
    fault: 'Torn and interleaved records',
    asserted: 'kept, flagged, streams kept apart',
    tests: [['parsers/requests.test.ts'], ['parsers/heads.test.ts', /torn|glued/]],
  },
  {
    id: 'F11',
    fault: 'Lines of megabytes',
    asserted: 'bounded memory, flagged, the next line intact',
    tests: [[once, /endless/], ['ingest/block-cutter.test.ts']],
  },
  {
    id: 'F12',
    fault: 'NUL bytes, invalid UTF-8, CRLF, BOM, UTF-16, escapes',
    asserted: 'bytes kept exactly; foreign encodings named',
    tests: [['parsers/merchant-contract.test.ts'], [once, /^what is no trace/]],
  },
  {
    id: 'F13',
    fault: 'Pieces that end anywhere, inside a character too',
    asserted: 'the same store',
    tests: [[once, /whatever pieces/], ['parsers/merchant-contract.test.ts']],
  },
  {
    id: 'F14',
    fault: 'Permission removed and restored (a stale NFS handle is not run)',
    asserted: 'waits, says so, goes on',
    tests: [[follower, /unreachable for a while/]],
  },
  {
    id: 'F16',
    fault: 'Thousands of files, few of them active',
    asserted: 'all read, few descriptors',
    tests: [['ingest/many-files.test.ts']],
  },
  {
    id: 'F17',
    fault: 'Mail trace: fences and heads inside bodies, mails that never end',
    asserted: 'one record or one quarantined line; no password kept',
    tests: [['parsers/masking.test.ts']],
  },
  {
    id: 'C1',
    fault: 'Copies: tail, cat, grep, the scan page, altered ones, in any order',
    asserted: 'no finding changes but those about files',
    tests: [['ingest/copies.test.ts']],
  },
  {
    id: 'D1',
    fault: 'Full disk',
    asserted: 'stops reading, goes on by itself',
    tests: [
      [state, /^D1/],
      [follower, /^the store full or away/],
    ],
  },
  {
    id: 'D2',
    fault: 'Store file damaged or newer',
    asserted: 'refused with a clear error',
    tests: [['stores/sqlite-files.test.ts']],
  },
  {
    id: 'T1',
    fault: 'Wall clock set by an hour or a year, also while waiting',
    asserted: 'no stall, no false alarm',
    tests: [[state, /^T1/]],
  },
  {
    id: 'T2',
    fault: 'Summer time, 12-hour clock, ambiguous and missing hours',
    asserted: 'right instants, or flagged',
    tests: [['parsers/clock.test.ts']],
  },
  {
    id: 'T3',
    fault: 'Restarts, batches, late lines',
    asserted: 'live findings = replay findings',
    tests: [['detectors/any-way.test.ts']],
  },
  {
    id: 'S1',
    fault: 'Random histories of all of these',
    asserted: 'no line lost, none twice, ledgers add up',
    tests: [[model]],
  },
];
