// Findings for people: what, how often, about whom, when, in a sentence.
import type { FindingAnswer } from '../../model/answers.js';
import { localStamp } from '../../model/local-time.js';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';

export interface FindingTextOptions {
  readonly palette: Palette;
  /** Times are shown in it. */
  readonly zone: string;
  /** With ids, for `findings ack ID`. */
  readonly ids: boolean;
}

const SEVERITY_WIDTH = 8;
const INDENT = ' '.repeat(SEVERITY_WIDTH + 2);

/** A line, and the summary below it. */
export function findingLines(finding: FindingAnswer, { palette, zone, ids }: FindingTextOptions): string[] {
  const severity = palette.severity(finding.severity, finding.severity.toUpperCase().padEnd(SEVERITY_WIDTH));
  const title = palette.bold(`${safeText(finding.title)}${finding.count > 1 ? ` ×${finding.count}` : ''}`);
  const head = [title, caseText(finding), palette.dim(whenText(finding, zone))];
  const state = stateText(finding, zone);
  return [
    `${severity}  ${head.join('  ')}`,
    `${INDENT}${safeText(finding.summary)}`,
    ...(state === null ? [] : [`${INDENT}${palette.dim(state)}`]),
    ...(ids ? [`${INDENT}${palette.dim(`${finding.rule}${codesText(finding)}, id ${finding.id}`)}`] : []),
  ];
}

export function caseText(finding: FindingAnswer): string {
  const shop = finding.shop === 'default' ? '' : ` of shop ${safeText(finding.shop)}`;
  return `${finding.case.kind} ${safeText(finding.case.key)}${shop}`;
}

export function codesText({ codes }: FindingAnswer): string {
  return codes.length === 0 ? '' : ` (${codes.join(', ')})`;
}

function whenText(finding: FindingAnswer, zone: string): string {
  const first = stampOf(finding.firstSeen, zone);
  const last = stampOf(finding.lastSeen, zone);
  if (first === last) return first;
  return first.slice(0, 10) === last.slice(0, 10) ? `${first} – ${last.slice(11)}` : `${first} – ${last}`;
}

function stateText(finding: FindingAnswer, zone: string): string | null {
  if (finding.verdict === 'pending')
    return `not decided: due ${finding.dueAt === null ? 'later' : stampOf(finding.dueAt, zone)}, after the end of these files`;
  const parts = [
    finding.verdict === 'violated' ? null : finding.verdict,
    finding.state === 'open' ? null : finding.state,
    finding.reason ? `“${safeText(finding.reason)}”` : null,
    finding.stateBy ? `by ${safeText(finding.stateBy)}` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

function stampOf(instant: string, zone: string): string {
  return localStamp(Date.parse(instant), zone).slice(0, 19);
}
