// Buyers' accounts of a transaction; participants of seats are not buyers.
import type { TraceEvent } from '../event.js';
import type { BuyerAccount } from '../transaction.js';
import { textField } from './record-kinds.js';

/** GEN1 records with the account they name. After PRD5, POS1 or `Creating user [` in its request it is a participant. */
export function createdAccounts(
  events: readonly TraceEvent[],
): { readonly event: TraceEvent; readonly participant: boolean }[] {
  if (!events.some(({ code }) => code === 'GEN1')) return [];
  const participantsIn = new Set<string>();
  const created: { event: TraceEvent; participant: boolean }[] = [];
  for (const event of events) {
    if (event.code === 'PRD4') participantsIn.delete(event.request);
    if (beginsParticipants(event)) participantsIn.add(event.request);
    if (event.code === 'GEN1') created.push({ event, participant: participantsIn.has(event.request) });
  }
  return created;
}

const NAMING_CODES: ReadonlySet<string> = new Set(['COM2', 'COM3', 'COM6', 'ENR4']);
const CREATING = /\bCreating user \[/;

function beginsParticipants(event: TraceEvent): boolean {
  if (event.code === 'PRD5' || event.code === 'POS1') return true;
  return (event.stage === 'delivery' || event.stage === 'unknown') && CREATING.test(event.message);
}

interface NamedAccount {
  readonly userId: string | null;
  readonly userName: string | null;
  readonly event: TraceEvent;
}

function namedAccounts(events: readonly TraceEvent[]): NamedAccount[] {
  const buyers = createdAccounts(events)
    .filter(({ participant }) => !participant)
    .map(({ event }) => event);
  const known = events.filter((event) => NAMING_CODES.has(event.code));
  return [...buyers, ...known].map((event) => ({
    userId: textField(event, 'userId'),
    userName: textField(event, 'userName'),
    event,
  }));
}

/** One entry an account: by id where one is printed, else by name; a name printed beside an id joins that entry. */
export function buildAccounts(events: readonly TraceEvent[]): BuyerAccount[] {
  const accounts: { userId: string | null; userName: string | null; events: TraceEvent[] }[] = [];
  for (const named of namedAccounts(events)) {
    if (named.userId === null && named.userName === null) continue;
    const same = accounts.find((account) =>
      named.userId !== null && account.userId !== null
        ? account.userId === named.userId
        : account.userName !== null && account.userName === named.userName,
    );
    if (same === undefined) accounts.push({ ...named, events: [named.event] });
    else {
      same.userId ??= named.userId;
      same.userName = named.userName ?? same.userName;
      same.events.push(named.event);
    }
  }
  return accounts.map(({ userId, userName, events: seen }) => ({ userId, userName, events: seen }));
}
