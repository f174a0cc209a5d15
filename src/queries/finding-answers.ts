// Findings as the shape of answers: titles and texts in words, evidence with file and line, human state beside.
import type { EvidenceAnswer, FindingAnswer, RuleAnswer } from '../model/answers.js';
import { parseEventId } from '../model/event.js';
import {
  type Evidence,
  type Finding,
  type FindingState,
  openState,
  severityRank,
  type StoredFinding,
} from '../model/finding.js';
import { renderText } from '../model/texts/render.js';
import { type GenerationNotes, generationNotes, pathOf } from './generation-notes.js';
import { toInstant, toInstantOrNull } from './instant.js';
import type { Dataset } from './question.js';

/** What the program that runs the question knows of the rules. */
export type KnownRules = readonly Pick<RuleAnswer, 'id' | 'title'>[];

/** In the order given. */
export async function findingAnswers(
  dataset: Dataset,
  rules: KnownRules,
  stored: readonly Pick<StoredFinding, 'finding' | 'human'>[],
): Promise<FindingAnswer[]> {
  const notes = await generationNotes(dataset);
  const titles = new Map(rules.map((rule) => [rule.id, rule.title]));
  return stored.map(({ finding, human }) =>
    findingAnswer(finding, human, {
      dataset: dataset.info.name,
      title: titles.get(finding.rule) ?? finding.rule,
      notes,
    }),
  );
}

/** What is still due, as the finding it would become. */
export async function pendingAnswers(
  dataset: Dataset,
  rules: KnownRules,
  findings: readonly Finding[],
): Promise<FindingAnswer[]> {
  return await findingAnswers(
    dataset,
    rules,
    findings.map((finding) => ({ finding: { ...finding, verdict: 'pending' }, human: openState })),
  );
}

/** Most severe first; then the most often, orders before users and products, the newest, by id. */
export function bySeverity(a: FindingAnswer, b: FindingAnswer): number {
  return (
    severityRank(b.severity) - severityRank(a.severity) ||
    b.count - a.count ||
    Number(b.case.kind === 'transaction') - Number(a.case.kind === 'transaction') ||
    b.lastSeen.localeCompare(a.lastSeen) ||
    a.id.localeCompare(b.id)
  );
}

interface Surroundings {
  readonly dataset: string;
  readonly title: string;
  readonly notes: GenerationNotes;
}

function findingAnswer(finding: Finding, human: FindingState, around: Surroundings): FindingAnswer {
  return {
    type: 'finding',
    id: finding.id,
    rule: finding.rule,
    codes: finding.codes,
    title: around.title,
    verdict: finding.verdict,
    severity: finding.severity,
    state: human.state,
    dataset: around.dataset,
    shop: finding.shop,
    case: finding.case,
    summary: renderText(finding.summary),
    count: finding.count,
    firstSeen: toInstant(finding.firstSeen),
    lastSeen: toInstant(finding.lastSeen),
    dueAt: toInstantOrNull(finding.dueAt),
    evidence: finding.evidence.map((item) => evidenceAnswer(item, around.notes)),
    advice: renderText(finding.advice),
    ruleVersion: finding.ruleVersion,
    reason: human.reason,
    stateBy: human.by,
    stateAt: toInstantOrNull(human.at),
    stateVersion: human.version,
  };
}

function evidenceAnswer(item: Evidence, notes: GenerationNotes): EvidenceAnswer {
  if (item.role === 'expected')
    return { role: 'expected', what: item.what, dueAt: toInstantOrNull(item.dueAt) };
  const generation = parseEventId(item.event)?.generation ?? '';
  return { event: item.event, file: pathOf(notes, generation), line: item.line, role: item.role };
}
