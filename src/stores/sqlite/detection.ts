// SQLite store: what the detector says.
import type { Case, Obligation, StoredFinding } from '../../model/finding.js';
import { afterReset, caseKey, judgedRules, planFindings } from '../detection-plan.js';
import type { Coverage, Dataset, DetectionCommit, DetectionState } from '../store.js';
import type { SqliteContext } from './context.js';
import type { Dictionaries } from './dictionaries.js';
import type { SqlDatabase } from './driver.js';
import { factsAbout, replaceFacts } from './fact-rows.js';
import { addChange, saveFinding, storedFinding, type FindingRow } from './finding-rows.js';
import { saveSummary } from './summary-rows.js';

type Detection = Pick<
  Dataset,
  'commitDetection' | 'detectionState' | 'obligationsDue' | 'obligations' | 'facts' | 'resetDetection'
>;

export function sqliteDetection(context: SqliteContext): Detection {
  const { database } = context;
  return {
    async commitDetection(commit) {
      const { database: writer, dictionaries } = context.writer();
      writer.write(() => writeCommit(writer, dictionaries, commit));
    },
    detectionState: async () => database.read(() => detectionState(database)),
    async obligationsDue(shop, through, limit) {
      return database
        .all<{ obligation: string }>(
          `SELECT obligation FROM obligation WHERE shop = ? AND due_at <= ?
           ORDER BY due_at, case_kind, case_key, rule LIMIT ?`,
          shop,
          through,
          limit,
        )
        .map(obligationOf);
    },
    async obligations({ shop, case: about, limit }) {
      return database
        .all<{ obligation: string }>(
          `SELECT obligation FROM obligation WHERE (?1 IS NULL OR shop = ?1)
           AND (?2 IS NULL OR (case_kind = ?2 AND case_key = ?3))
           ORDER BY due_at, shop, case_kind, case_key, rule LIMIT ?4`,
          shop ?? null,
          about?.kind ?? null,
          about?.key ?? null,
          limit,
        )
        .map(obligationOf);
    },
    facts: async (shop, about) => database.read(() => factsAbout(database, shop, about)),
    async resetDetection() {
      const writer = context.writer().database;
      writer.write(() => reset(writer));
    },
  };
}

const obligationOf = (row: { obligation: string }): Obligation => JSON.parse(row.obligation) as Obligation;

function detectionState(database: SqlDatabase): DetectionState {
  const positions = database.all<{ generation: string; position: number }>('SELECT * FROM position');
  const coverage = database.all<{ coverage: string }>('SELECT coverage FROM coverage ORDER BY shop');
  const folds = database.all<{ generation: string; state: string }>('SELECT * FROM fold');
  return {
    positions: Object.fromEntries(positions.map((row) => [row.generation, row.position])),
    coverage: coverage.map((row) => JSON.parse(row.coverage) as Coverage),
    engineState: metaText(database, 'engineState'),
    folds: Object.fromEntries(folds.map((row) => [row.generation, row.state])),
    casesJudged: Number(metaText(database, 'casesJudged') ?? 0),
  };
}

/** Offset of a generation before which everything was judged. */
export function positionOf(database: SqlDatabase, generation: string): number {
  const sql = 'SELECT position FROM position WHERE generation = ?';
  return database.get<{ position: number }>(sql, generation)?.position ?? 0;
}

function metaText(database: SqlDatabase, name: string): string | null {
  return database.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', name)?.value ?? null;
}

function setMeta(database: SqlDatabase, name: string, value: string): void {
  database.run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', name, value);
}

function writeCommit(database: SqlDatabase, dictionaries: Dictionaries, commit: DetectionCommit): void {
  const changes = planFindings(commit, storedOf(database, commit));
  for (const item of changes.findings) saveFinding(database, item);
  for (const change of changes.history) addChange(database, change);
  replaceObligations(database, commit);
  replaceFacts(database, dictionaries, commit);
  for (const summary of commit.summaries) saveSummary(database, summary);
  for (const [generation, position] of Object.entries(commit.positions))
    database.run(
      'INSERT OR REPLACE INTO position (generation, position) VALUES (?, ?)',
      generation,
      position,
    );
  for (const [generation, state] of Object.entries(commit.folds ?? {}))
    database.run('INSERT OR REPLACE INTO fold (generation, state) VALUES (?, ?)', generation, state);
  for (const coverage of commit.coverage) {
    const sql = 'INSERT OR REPLACE INTO coverage (shop, coverage) VALUES (?, ?)';
    database.run(sql, coverage.shop, JSON.stringify(coverage));
  }
  if (commit.engineState !== null) setMeta(database, 'engineState', commit.engineState);
  setMeta(database, 'casesJudged', String(commit.casesJudged));
}

/** Cases as rows [shop, kind, key], so that one statement asks for all of them. */
const JUDGED = `FROM json_each(?) j CROSS JOIN`;
const OF_CASE = `shop = j.value ->> 0 AND case_kind = j.value ->> 1 AND case_key = j.value ->> 2`;

function judgedCases(commit: DetectionCommit): string {
  const cases = new Map(
    commit.judged.map(({ shop, case: about }) => [caseKey(shop, about), [shop, about.kind, about.key]]),
  );
  return JSON.stringify([...cases.values()]);
}

function storedOf(database: SqlDatabase, commit: DetectionCommit): StoredFinding[] {
  const found = new Map<string, StoredFinding>();
  const add = (row: FindingRow): unknown => found.set(row.id, storedFinding(row));
  database.all<FindingRow>(`SELECT f.* ${JUDGED} finding f ON ${OF_CASE}`, judgedCases(commit)).forEach(add);
  const ids = commit.findings.map(({ id }) => id).filter((id) => !found.has(id));
  const sql = 'SELECT f.* FROM json_each(?) j CROSS JOIN finding f ON f.id = j.value';
  database.all<FindingRow>(sql, JSON.stringify(ids)).forEach(add);
  return [...found.values()];
}

const caseColumns = (about: Case): [string, string] => [about.kind, about.key];

function replaceObligations(database: SqlDatabase, commit: DetectionCommit): void {
  const judged = judgedRules(commit);
  const stored = database.all<{ obligation: string }>(
    `SELECT o.obligation ${JUDGED} obligation o ON ${OF_CASE}`,
    judgedCases(commit),
  );
  for (const item of stored.map(obligationOf)) {
    if (judged.get(caseKey(item.shop, item.case))?.has(item.rule) !== true) continue;
    const sql = 'DELETE FROM obligation WHERE shop = ? AND case_kind = ? AND case_key = ? AND rule = ?';
    database.run(sql, item.shop, ...caseColumns(item.case), item.rule);
  }
  for (const item of commit.obligations)
    database.run(
      `INSERT OR REPLACE INTO obligation (shop, case_kind, case_key, rule, due_at, obligation)
       VALUES (?, ?, ?, ?, ?, ?)`,
      item.shop,
      ...caseColumns(item.case),
      item.rule,
      item.dueAt,
      JSON.stringify(item),
    );
}

function reset(database: SqlDatabase): void {
  for (const row of database.all<FindingRow>('SELECT * FROM finding')) {
    const after = afterReset(storedFinding(row));
    if (after === null) database.run('DELETE FROM finding WHERE id = ?', row.id);
    else saveFinding(database, after);
  }
  for (const table of ['obligation', 'fact', 'fact_about', 'summary', 'position', 'fold', 'coverage'])
    database.run(`DELETE FROM ${table}`);
  database.run("DELETE FROM meta WHERE name IN ('engineState', 'casesJudged')");
}
