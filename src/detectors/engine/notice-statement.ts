// From what ingest noticed about a file to a statement: its words, its proof, and its time in the file.
import type { Dataset } from '../../stores/store.js';
import type { NoticeRule, SourceNotice, Statement } from '../detector.js';
import { proof, seenIn } from '../evidence.js';

/** Seen: the time of the proof, else of the file's last record. */
export async function noticeStatement(
  rule: NoticeRule,
  notice: SourceNotice,
  dataset: Pick<Dataset, 'eventsById' | 'ledger'>,
): Promise<Statement> {
  const events = await dataset.eventsById(notice.evidence);
  const ledger = events.length > 0 ? null : await dataset.ledger(notice.generation);
  const at = ledger?.to ?? 0;
  return {
    verdict: 'violated',
    ...rule.say(notice),
    ...(events.length > 0 ? seenIn(events) : { firstSeen: at, lastSeen: at }),
    evidence: events.map(proof),
  };
}
