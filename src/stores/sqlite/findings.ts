// SQLite store: findings, their counts, and what people say about them.
import type { StateChange, StoredFinding } from '../../model/finding.js';
import type { CountRow, FindingField } from '../../model/query.js';
import { findingFields, type FindingFilter } from '../finding-filter.js';
import { findingPages } from '../finding-order.js';
import { findingUnknown, stateConflict } from '../finding-state.js';
import { Counter, DAY_MS, HOUR_MS, requireCountFields } from '../line-filter.js';
import { pageOf, type SortKey } from '../paging.js';
import type { Dataset } from '../store.js';
import type { SqliteContext } from './context.js';
import type { SqlDatabase, SqlValue } from './driver.js';
import { addChange, saveFinding, storedFinding, type FindingRow } from './finding-rows.js';

type Findings = Pick<Dataset, 'findings' | 'finding' | 'countFindings' | 'setFindingState' | 'stateHistory'>;

export function sqliteFindings(context: SqliteContext): Findings {
  const { database } = context;
  return {
    async findings(query) {
      const source = findingPages(query, (filter, after, backwards, count) =>
        fetchFindings(database, filter, after, backwards, count),
      );
      return pageOf(query, source);
    },
    finding: async (id) => findingById(database, id),
    async countFindings(fields, filter, limit) {
      requireCountFields(fields, findingFields, limit);
      return countFindings(database, fields, filter, limit);
    },
    async setFindingState(id, expectedVersion, state, change) {
      await context.change((changes) =>
        changes.write(() => {
          const before = findingById(changes, id);
          if (before === null) throw findingUnknown(id);
          if (before.human.version !== expectedVersion)
            throw stateConflict(id, expectedVersion, before.human);
          saveFinding(changes, { ...before, human: { ...state, version: expectedVersion + 1 } });
          addChange(changes, change);
        }),
      );
    },
    async stateHistory(id) {
      return database
        .all<{ change: string }>('SELECT change FROM state_change WHERE finding = ? ORDER BY number', id)
        .map(({ change }) => JSON.parse(change) as StateChange);
    },
  };
}

function findingById(database: SqlDatabase, id: string): StoredFinding | null {
  const row = database.get<FindingRow>('SELECT * FROM finding WHERE id = ?', id);
  return row === null ? null : storedFinding(row);
}

function condition(filter: FindingFilter): { where: string[]; values: SqlValue[] } {
  const where: string[] = ['1'];
  const values: SqlValue[] = [];
  const among = (column: string, list: readonly string[] | undefined): void => {
    if (list === undefined) return;
    where.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(list));
  };
  const compare = (sql: string, value: SqlValue | undefined): void => {
    if (value === undefined) return;
    where.push(sql);
    values.push(value);
  };
  among('rule', filter.rules);
  among('state', filter.states);
  among('verdict', filter.verdicts);
  among('severity', filter.severities);
  compare('shop = ?', filter.shop);
  compare('case_kind = ?', filter.caseKind);
  compare('case_key = ?', filter.caseKey);
  compare('last_seen >= ?', filter.from);
  compare('last_seen < ?', filter.to);
  return { where, values };
}

function fetchFindings(
  database: SqlDatabase,
  filter: FindingFilter,
  after: SortKey | null,
  backwards: boolean,
  count: number,
): StoredFinding[] {
  const { where, values } = condition(filter);
  if (after !== null) {
    const [time = 0, id = ''] = after;
    where.push(
      backwards
        ? '(last_seen > ? OR (last_seen = ? AND id < ?))'
        : '(last_seen < ? OR (last_seen = ? AND id > ?))',
    );
    values.push(time, time, id);
  }
  const order = backwards ? 'last_seen ASC, id DESC' : 'last_seen DESC, id ASC';
  const sql = `SELECT * FROM finding WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`;
  return database.all<FindingRow>(sql, ...values, count).map(storedFinding);
}

const columns: Readonly<Record<FindingField, string>> = {
  rule: 'rule',
  severity: 'severity',
  verdict: 'verdict',
  state: 'state',
  caseKind: 'case_kind',
  caseKey: 'case_key',
  shop: 'shop',
  hour: `CAST(floor(last_seen / ${HOUR_MS}.0) AS INTEGER) * ${HOUR_MS}`,
  day: `CAST(floor(last_seen / ${DAY_MS}.0) AS INTEGER) * ${DAY_MS}`,
};

function countFindings(
  database: SqlDatabase,
  fields: readonly FindingField[],
  filter: FindingFilter,
  limit: number,
): CountRow[] {
  const { where, values } = condition(filter);
  const keys = fields.map((field, index) => `${columns[field]} AS key${index}`);
  const groups = fields.map((_field, index) => `key${index}`);
  const sql = `SELECT ${[...keys, 'count(*) AS count'].join(', ')} FROM finding WHERE ${where.join(' AND ')}
    ${groups.length === 0 ? '' : `GROUP BY ${groups.join(', ')}`}`;
  const counter = new Counter();
  for (const row of database.all<Record<string, string | number>>(sql, ...values))
    counter.add(
      groups.map((group) => String(row[group])),
      Number(row['count']),
    );
  return counter.rows(fields, limit);
}
