// A finding as text for a ticket: what, how often, advice, the lines that prove it.
import type { FindingDetail } from '../../api/shapes.js';
import { visibleText } from '../../format/hostile-text.js';
import { momentText } from '../../format/time.js';
import { caseText } from '../../parts/FindingRow.js';
import { texts } from '../../texts/texts.js';

export function findingText({ finding, lines }: FindingDetail, zone: string | null): string {
  const proofs = lines.filter((line) => line.role === 'proof');
  const expected = finding.evidence.flatMap((item) => (item.role === 'expected' ? [item.what] : []));
  return [
    `${finding.title} (${texts.severity[finding.severity]}, ${finding.rule})`,
    visibleText(finding.summary),
    '',
    `${texts.findings.case}: ${caseText(finding)}`,
    `${texts.finding.first}: ${momentText(finding.firstSeen, zone)}  ${texts.finding.last}: ${momentText(finding.lastSeen, zone)} (${zone ?? 'UTC'})`,
    `${texts.finding.advice}: ${visibleText(finding.advice)}`,
    '',
    `${texts.finding.evidence}:`,
    ...proofs.map((line) => `${line.file}:${line.line}  ${visibleText(line.raw.split('\n')[0] ?? '')}`),
    ...expected.map((what) => `${texts.transaction.missing}: ${visibleText(what)}`),
    '',
  ].join('\n');
}
