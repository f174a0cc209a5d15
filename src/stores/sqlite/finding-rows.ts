// Rows of findings and of the history of their states.
import {
  openState,
  type CaseKind,
  type Finding,
  type FindingState,
  type StateChange,
  type StoredFinding,
} from '../../model/finding.js';
import type { SqlDatabase } from './driver.js';

export interface FindingRow {
  readonly id: string;
  readonly rule: string;
  readonly shop: string;
  readonly case_kind: CaseKind;
  readonly case_key: string;
  readonly verdict: Finding['verdict'];
  readonly severity: Finding['severity'];
  readonly last_seen: number;
  readonly detected_at: number;
  /** JSON of what the columns do not say. */
  readonly finding: string;
  /** JSON; null as long as nobody has said anything. */
  readonly human: string | null;
}

type InColumns = 'id' | 'rule' | 'shop' | 'case' | 'verdict' | 'severity' | 'lastSeen';

export function storedFinding(row: FindingRow): StoredFinding {
  const rest = JSON.parse(row.finding) as Omit<Finding, InColumns>;
  return {
    finding: {
      id: row.id,
      rule: row.rule,
      verdict: row.verdict,
      severity: row.severity,
      shop: row.shop,
      case: { kind: row.case_kind, key: row.case_key },
      ...rest,
      lastSeen: row.last_seen,
    },
    human: row.human === null ? openState : (JSON.parse(row.human) as FindingState),
    detectedAt: row.detected_at,
  };
}

export function saveFinding(database: SqlDatabase, item: StoredFinding): void {
  const { id, rule, shop, case: about, verdict, severity, lastSeen, ...rest } = item.finding;
  const { human } = item;
  const isUntouched = JSON.stringify(human) === JSON.stringify(openState);
  database.run(
    `INSERT OR REPLACE INTO finding (id, rule, shop, case_kind, case_key, verdict, severity, state, version, last_seen,
     detected_at, finding, human) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    rule,
    shop,
    about.kind,
    about.key,
    verdict,
    severity,
    human.state,
    human.version,
    lastSeen,
    item.detectedAt,
    JSON.stringify(rest satisfies Omit<Finding, InColumns>),
    isUntouched ? null : JSON.stringify(human),
  );
}

export function addChange(database: SqlDatabase, change: StateChange): void {
  const sql = 'INSERT INTO state_change (finding, change) VALUES (?, ?)';
  database.run(sql, change.finding, JSON.stringify(change));
}
