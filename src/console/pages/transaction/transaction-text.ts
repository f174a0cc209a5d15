// A transaction as text for a ticket: verdict, facts, story, findings, where it stands in the files.
import type { TransactionAnswer } from '../../../model/answers.js';
import { toldOutcomeOf } from '../../../model/texts/outcome.js';
import { amountText } from '../../format/numbers.js';
import { visibleText } from '../../format/hostile-text.js';
import { momentText, preciseClockText } from '../../format/time.js';
import { texts } from '../../texts/texts.js';

function bullets(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${visibleText(line)}`)];
}

export function transactionText(transaction: TransactionAnswer, zone: string | null): string {
  const amount =
    transaction.amount === null
      ? []
      : [`${texts.transaction.amount}: ${amountText(transaction.amount, transaction.currency)}`];
  const first = transaction.lines[0];
  const last = transaction.lines.at(-1);
  return [
    `${texts.caseKind.transaction} ${transaction.id}: ${texts.outcome[toldOutcomeOf(transaction)]}`,
    visibleText(transaction.headline),
    `${momentText(transaction.firstSeen, zone)} – ${momentText(transaction.lastSeen, zone)} (${zone ?? 'UTC'})`,
    ...amount,
    ...bullets(texts.transaction.advice, transaction.advice),
    ...bullets(
      texts.transaction.story,
      transaction.story.map((step) => `${preciseClockText(step.at, zone)} ${step.what}`),
    ),
    ...bullets(
      texts.transaction.findings,
      transaction.findings.map((finding) => `${texts.severity[finding.severity]}: ${finding.summary}`),
    ),
    ...(first && last ? ['', `${first.file}:${first.line}–${last.line}`] : []),
    '',
  ].join('\n');
}
