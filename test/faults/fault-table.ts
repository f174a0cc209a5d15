// Which tests prove which fault: the table of docs/reliability.md is made of it.
import { elasticsearchRows } from './elasticsearch/fault-rows.js';

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
const rotation = 'faults/named/rotation.test.ts';
const identity = 'faults/named/identity.test.ts';
const lines = 'faults/named/lines.test.ts';
const places = 'faults/named/places.test.ts';
const clocks = 'faults/named/clocks.test.ts';

/** Every row that has tests; what is not here is not proven. */
export const faultTable: readonly FaultRow[] = [
  {
    id: 'P1',
    fault: 'kill -9 before and after a read, a batch, a transaction, a rename, a judgement',
    asserted: 'no line lost, none twice, ledgers add up; findings as without kills',
    tests: [['faults/named/kill-points.test.ts'], ['faults/judging.test.ts'], [model]],
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
    fault: 'Two daemons on one state; two hosts that read the same files',
    asserted: 'the second is refused, and takes over after a kill; the same ids, none twice',
    tests: [
      ['faults/named/hosts.test.ts'],
      [state, /^P6/],
      ['stores/sqlite-processes.test.ts', /one writer/],
    ],
  },
  {
    id: 'F1',
    fault: 'Rotation by renaming, also several times within one look',
    asserted: 'complete, in order',
    tests: [
      [rotation, /^F1 /],
      [follower, /^rotation/],
      [model],
      ['faults/logrotate.test.ts', /create/],
      [midway, /create/],
    ],
  },
  {
    id: 'F2',
    fault: 'Renamed and compressed while the follower was down',
    asserted: 'goes on there, then in the new file',
    tests: [
      [rotation, /^F2 /],
      [follower, /while the follower was down|compression, live and while/],
    ],
  },
  {
    id: 'F3',
    fault: 'copytruncate, live and while it was down; under a writer that keeps its offset',
    asserted: 'what existed is read; NULs are skipped and counted; loss is reported as at least n bytes',
    tests: [
      [rotation, /^F3 /],
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
    tests: [[rotation, /^F4 /], [follower, /new content is a new generation|regrowth/], [model]],
  },
  {
    id: 'F5',
    fault: 'Deleted and created again, under the same inode too',
    asserted: 'a new generation',
    tests: [[rotation, /^F5 /], [follower, /deleted and created again/], [model]],
  },
  {
    id: 'F6',
    fault: 'Files with the same first line or kilobyte; shorter than any fingerprint',
    asserted: 'both are read',
    tests: [
      [identity, /^F6 /],
      [follower, /same first line/],
      [once, /only its first line/],
    ],
  },
  {
    id: 'F7',
    fault: 'gzip: after a part was read, damaged, of several members',
    asserted: 'each line once; damage is reported',
    tests: [
      [identity, /^F7 /],
      [follower, /compression/],
      [once, /^a damaged gzip/],
    ],
  },
  {
    id: 'F8',
    fault: 'Links, swapped links, loops, one file under several names',
    asserted: 'read once',
    tests: [
      [identity, /^F8 /],
      [follower, /link|two names/],
    ],
  },
  {
    id: 'F9',
    fault: 'Last line without end: quiet, restart, completed later or never',
    asserted: 'one final record',
    tests: [[lines, /^F9 /], [follower, /line without end/], [model]],
  },
  {
    id: 'F10',
    fault: 'Torn and interleaved records',
    asserted: 'kept, flagged, streams kept apart',
    tests: [[lines, /^F10 /], ['parsers/requests.test.ts'], ['parsers/heads.test.ts', /torn|glued/]],
  },
  {
    id: 'F11',
    fault: 'Lines of megabytes',
    asserted: 'bounded memory, flagged, the next line intact',
    tests: [[lines, /^F11 /], [once, /endless/], ['ingest/block-cutter.test.ts']],
  },
  {
    id: 'F12',
    fault: 'NUL bytes, invalid UTF-8, CRLF, BOM, UTF-16, escapes',
    asserted: 'bytes kept exactly; foreign encodings named',
    tests: [[lines, /^F12 /], ['parsers/merchant-contract.test.ts'], [once, /^what is no trace/]],
  },
  {
    id: 'F13',
    fault: 'Pieces that end anywhere, inside a character too',
    asserted: 'the same store',
    tests: [[lines, /^F13 /], [once, /whatever pieces/], ['parsers/merchant-contract.test.ts']],
  },
  {
    id: 'F14',
    fault: 'Permission removed and restored; folder unmounted and back (a stale NFS handle is not run)',
    asserted: 'waits, says so, goes on',
    tests: [
      [places, /^F14 /],
      [follower, /unreachable for a while/],
    ],
  },
  {
    id: 'F15',
    fault: 'A file beyond 2 and 4 GB',
    asserted: 'offsets are right',
    tests: [['faults/named/large.test.ts']],
  },
  {
    id: 'F16',
    fault: 'Thousands of files, few of them active; all rotated within a second',
    asserted: 'all read, few descriptors',
    tests: [[places, /^F16 /], ['ingest/many-files.test.ts']],
  },
  {
    id: 'F17',
    fault: 'Mail trace: fences and heads inside bodies, mails that never end',
    asserted: 'one record or one quarantined line; no password kept',
    tests: [['faults/named/mail.test.ts'], ['parsers/masking.test.ts']],
  },
  {
    id: 'C1',
    fault: 'Copies: tail, cat, grep, the scan page, altered ones, in any order',
    asserted: 'no finding changes but those about files',
    tests: [['ingest/copies.test.ts']],
  },
  {
    id: 'D1',
    fault: 'Full disk, a real one',
    asserted: 'stops reading, goes on by itself',
    tests: [['faults/named/disk.test.ts'], [state, /^D1/], [follower, /^the store full or away/]],
  },
  {
    id: 'D2',
    fault: 'Store file damaged or newer',
    asserted: 'refused with a clear error',
    tests: [['stores/sqlite-files.test.ts']],
  },
  {
    id: 'T1',
    fault: 'Wall clock set by an hour or a year, also while waiting and rotating',
    asserted: 'no stall, no false alarm',
    tests: [
      [clocks, /^T1 /],
      [state, /^T1/],
    ],
  },
  {
    id: 'T2',
    fault: 'Summer time, 12-hour clock, ambiguous and missing hours',
    asserted: 'right instants, or flagged',
    tests: [[clocks, /^T2 /], ['parsers/clock.test.ts']],
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
  ...elasticsearchRows,
];
