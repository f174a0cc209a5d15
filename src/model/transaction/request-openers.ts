// Which record begins another web request of its transaction, where no counter is printed (forms A, B, S): by what opens a request, and by pauses.

/** A transaction's request has ended when it is silent for longer (domain: Terms). */
export const requestSilenceMs = 120_000;

const ORDER_STEP_MS = 5_000;
const MAX_ITEMS = 32;
const MAX_ITEM_LENGTH = 64;

/** What must be known of a request to tell whether a record is one of it. */
export interface RequestSoFar {
  /** UTC ms of its last record. */
  time: number;
  /** Code of its last record. */
  code: string;
  /** Code of its first record. */
  opener: string;
  /** Bits of what it did. */
  did: number;
  /** Items pre-produced in the open run. */
  items: string[];
}

export interface RequestRecord {
  readonly time: number;
  readonly code: string;
  readonly itemCode: string | null;
}

const NOTIFICATION = 1;
const PRODUCED = 2;
const STAFF = 4;
const NAMED_PAYMENT = 8;

const alwaysOpens = new Set(
  'PLC1 PLC2 PLC3 CRT1 CRT2 PRD1 TST1 PPL1 PPL3 PPL4 TST5 BIL9 OGO1 OGO3 OGO4 OGO8 STR1 STR3 SYS1 SYS8 SYS9 MER1 MER7 SHL1 SHL7 MON1 MON4 MON5'.split(
    ' ',
  ),
);
/** The payment part of a notification that goes on after production. */
const afterProduction = new Set(['TST7', 'TST8', 'PPL26', 'PPL27', 'OGO6', 'OGO9', 'STR5', 'STR6']);
const returns = new Set(['PPL1', 'PPL2', 'PPL3', 'OGO3', 'OGO4', 'STR3', 'TST1']);
const gatewayPrefixes = new Set(['PPL', 'MER', 'SHL', 'SYS', 'MON', 'OGO', 'STR']);

/** The gateway whose part of the shop prints a code; null: another part. */
function gatewayOf(code: string): string | null {
  const prefix = code.slice(0, 3);
  return gatewayPrefixes.has(prefix) ? prefix : null;
}

/** Whether a record of the request's transaction begins another request. */
export function opensRequest(request: RequestSoFar, record: RequestRecord): boolean {
  if (Math.abs(record.time - request.time) > requestSilenceMs) return true;
  const { code } = record;
  if (request.code === 'PRD11') return !afterProduction.has(code);
  if (alwaysOpens.has(code)) return true;
  if (code.startsWith('ORD'))
    return !(request.opener.startsWith('ORD') && record.time - request.time <= ORDER_STEP_MS);
  if (code === 'PRE1') return opensByItem(request, record.itemCode);
  if (code === 'PRD4' || code === 'PRD2')
    return (request.did & NOTIFICATION) === 0 && request.opener !== 'PRD1';
  if (code.startsWith('TRN')) return opensByStaff(request, code);
  if (code.startsWith('TST')) return opensByTest(request, code);
  if (gatewayOf(code) !== null) return opensByGateway(request, code);
  return false;
}

function opensByItem({ items, did }: RequestSoFar, item: string | null): boolean {
  if (item !== null && items.includes(item.slice(0, MAX_ITEM_LENGTH))) return true;
  return (did & (NOTIFICATION | PRODUCED | STAFF)) === 0;
}

function opensByStaff({ did, opener }: RequestSoFar, code: string): boolean {
  if (code === 'TRN2') return (did & STAFF) === 0;
  if (opener === 'BIL9') return (did & STAFF) !== 0;
  return !(code === 'TRN3' && opener === 'PRE1');
}

function opensByTest(request: RequestSoFar, code: string): boolean {
  if (code === 'TST6') return request.opener !== 'TST5';
  if (code === 'TST7' || code === 'TST8')
    return !request.code.startsWith('TST') && (request.did & NOTIFICATION) === 0;
  return request.opener !== 'TST1';
}

function opensByGateway(request: RequestSoFar, code: string): boolean {
  if (code === 'PPL2') return request.opener !== 'PPL1';
  if (code === 'PPL9' && (request.did & NAMED_PAYMENT) !== 0) return true;
  if ((request.did & NOTIFICATION) !== 0) return false;
  return gatewayOf(request.code) !== gatewayOf(code) || returns.has(request.code);
}

/** Notes what the record did in its request. */
export function noteInRequest(request: RequestSoFar, { code, itemCode }: RequestRecord): void {
  if (code === 'PRD4') request.items = [];
  if (code === 'PRE1' && itemCode !== null && request.items.length < MAX_ITEMS)
    request.items.push(itemCode.slice(0, MAX_ITEM_LENGTH));
  if (code.startsWith('PRD') || code.startsWith('PRE') || code === 'POS1') request.did |= PRODUCED;
  if (code.startsWith('TRN')) request.did |= STAFF;
  if (code === 'BIL9') request.did |= PRODUCED;
  if (code === 'PPL9') request.did |= NAMED_PAYMENT;
  const notifies = gatewayOf(code) !== null || code === 'TST6' || code === 'TST7';
  if (notifies && !returns.has(code)) request.did |= NOTIFICATION;
}

/** @param records of one request, the first one first; at least one */
export function requestOf(records: Iterable<RequestRecord>): RequestSoFar {
  const request: RequestSoFar = { time: 0, code: '', opener: '', did: 0, items: [] };
  for (const record of records) {
    if (request.opener === '') request.opener = record.code;
    request.time = record.time;
    request.code = record.code;
    noteInRequest(request, record);
  }
  return request;
}
