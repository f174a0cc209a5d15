// Rows of findings and of the history of their states.
import type { Finding, FindingState, StateChange, StoredFinding } from '../../model/finding.js';
import type { SqlDatabase } from './driver.js';

export interface FindingRow {
  readonly id: string;
  readonly detected_at: number;
  readonly finding: string;
  readonly human: string;
}

export function storedFinding(row: FindingRow): StoredFinding {
  return {
    finding: JSON.parse(row.finding) as Finding,
    human: JSON.parse(row.human) as FindingState,
    detectedAt: row.detected_at,
  };
}

export function saveFinding(database: SqlDatabase, item: StoredFinding): void {
  const { finding, human } = item;
  database.run(
    `INSERT OR REPLACE INTO finding (id, rule, shop, case_kind, case_key, verdict, severity, state, version, last_seen,
     detected_at, finding, human) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    finding.id,
    finding.rule,
    finding.shop,
    finding.case.kind,
    finding.case.key,
    finding.verdict,
    finding.severity,
    human.state,
    human.version,
    finding.lastSeen,
    item.detectedAt,
    JSON.stringify(finding),
    JSON.stringify(human),
  );
}

export function addChange(database: SqlDatabase, change: StateChange): void {
  const sql = 'INSERT INTO state_change (finding, change) VALUES (?, ?)';
  database.run(sql, change.finding, JSON.stringify(change));
}
