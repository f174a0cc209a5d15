// Which tests prove which fault between shoptrace and Elasticsearch: rows of the fault table.
import type { FaultRow } from '../fault-table.js';

const folder = 'faults/elasticsearch';
const nodeFaults = `${folder}/node-faults.test.ts`;
const spoiled = `${folder}/spoiled-answers.test.ts`;
const limits = `${folder}/limits.test.ts`;
const access = `${folder}/access.test.ts`;

const exact = 'each record once, bytes kept, the ledger adds up';

export const elasticsearchRows: readonly FaultRow[] = [
  {
    id: 'E1',
    fault:
      'Elasticsearch is not there, not the right one, too old, or its certificate is wrong or has expired',
    asserted: 'a clear error that says what to do',
    tests: [
      [spoiled, /nobody at the address|is refused|over TLS/],
      [access, /is not let in|doctor/],
    ],
  },
  {
    id: 'E2',
    fault: 'A request without answer (half-open), reset before and after it took effect',
    asserted: `sent again: ${exact}`,
    tests: [[spoiled, /after (silence|reset-before|reset-after)/]],
  },
  {
    id: 'E3',
    fault: 'Too much at once (429)',
    asserted: `in smaller pieces, later: ${exact}`,
    tests: [[limits, /too large or too much/]],
  },
  {
    id: 'E4',
    fault: 'Single records do not fit the mapping, or were put into a failure store',
    asserted: 'put aside with the reason; the others are stored, all bytes are kept',
    tests: [
      [nodeFaults, /refuses single records/],
      [spoiled, /failure store/],
    ],
  },
  {
    id: 'E5',
    fault: 'Everything is there already (409)',
    asserted: 'a success: the checkpoint moves',
    tests: [[nodeFaults, /arrives after another process/]],
  },
  {
    id: 'E6',
    fault: 'Too large a request, a record that never fits (413)',
    asserted: 'cut until it fits; the record is put aside, its bytes are kept',
    tests: [[limits, /too large|never fits|never fit/]],
  },
  {
    id: 'E7',
    fault: 'An index is read-only: full disk, or a block',
    asserted: `stops and says so, goes on when it is released: ${exact}`,
    tests: [[nodeFaults, /read-only by a full disk|refuses writes to an index/]],
  },
  {
    id: 'E8',
    fault: 'No shard left for a new index',
    asserted: 'stops and says so; no record is put aside for it; goes on when there is room',
    tests: [[nodeFaults, /without a shard left/]],
  },
  {
    id: 'E9',
    fault: 'Garbage: HTML of a proxy, a cut answer, an answer about fewer documents than were sent',
    asserted: `nothing is acknowledged: ${exact}`,
    tests: [[spoiled, /after (truncated-answer|html-answer|fewer-items)/]],
  },
  {
    id: 'E10',
    fault: 'Records are written, the checkpoint is not',
    asserted: 'the next writer takes them back and reads on from the checkpoint',
    tests: [[spoiled, /never committed is taken back/]],
  },
  {
    id: 'E11',
    fault: 'The node is killed in the midst of a bulk and started again',
    asserted: exact,
    tests: [[nodeFaults, /killed in mid-bulk/]],
  },
  {
    id: 'E12',
    fault: 'An index is deleted, while records are written and while nobody writes',
    asserted: `made anew, filled from the stored bytes or the files: ${exact}`,
    tests: [[nodeFaults, /is deleted/]],
  },
  {
    id: 'E13',
    fault: 'The key is revoked, and replaced in its file',
    asserted: `waits, goes on without a restart: ${exact}`,
    tests: [[access, /revoked and replaced/]],
  },
  {
    id: 'E14',
    fault: 'Two processes append one file; the bulk of one of them arrives late',
    asserted: `${exact}; a detector that reads meanwhile misses nothing`,
    tests: [[nodeFaults, /two processes that append|bulk that arrives after another process/]],
  },
  {
    id: 'E15',
    fault:
      'ingest and the active detector are killed at random moments; the other detector goes on; what the first sent arrives late',
    asserted: `${exact}; findings are those of an undisturbed replay`,
    tests: [[`${folder}/roles.test.ts`], [nodeFaults, /judgement that arrives/]],
  },
  {
    id: 'E16',
    fault: 'Three nodes lose their master, then a data node, while records are written and judged (long run)',
    asserted: `${exact}; findings are those of an undisturbed replay`,
    tests: [[`${folder}/three-nodes.test.ts`]],
  },
  {
    id: 'E17',
    fault: '2,000 forged records with invented years and months',
    asserted: 'no index beyond the documented ones',
    tests: [[nodeFaults, /invented years/], ['stores/elasticsearch-partition.test.ts']],
  },
];
