// The two equations of a ledger, lines and records, with every term, and whether they hold.
import type { LedgerAnswer } from '../../model/answers.js';
import { ledgerProblems } from '../../model/block.js';
import { visibleText } from '../format/hostile-text.js';
import { texts } from '../texts/texts.js';
import { Badge } from './Badges.js';
import { Equation, type Term } from './Equation.js';
import classes from './LedgerSums.module.css';

const reasons = (name: string, counts: Readonly<Partial<Record<string, number>>>): Term[] => {
  const entries = Object.entries(counts).filter(([, count]) => (count ?? 0) > 0);
  if (entries.length === 0) return [{ name, count: 0 }];
  return entries.map(([reason, count]) => ({
    name: `${name}: ${visibleText(reason)}`,
    count: count ?? 0,
    bad: true,
  }));
};

function lineTerms(ledger: LedgerAnswer): Term[] {
  return [
    { name: texts.sources.records, count: ledger.records },
    { name: texts.sources.continuation, count: ledger.continuation },
    { name: texts.sources.blank, count: ledger.blank },
    ...reasons(texts.sources.quarantined, ledger.quarantinedLines),
  ];
}

function recordTerms(ledger: LedgerAnswer): Term[] {
  return [
    { name: texts.sources.indexed, count: ledger.indexed },
    { name: texts.sources.duplicate, count: ledger.duplicate },
    ...reasons(texts.sources.rejected, ledger.rejected),
    { name: texts.sources.pending, count: ledger.pending },
  ];
}

function Sum({ ledger }: { readonly ledger: LedgerAnswer }) {
  const problems = ledgerProblems(ledger);
  if (problems.length === 0)
    return (
      <Badge tone="good" icon="check" quiet>
        {texts.sources.adds}
      </Badge>
    );
  return (
    <Badge tone="critical" icon="critical" title={problems.join('; ')}>
      {texts.sources.broken}
    </Badge>
  );
}

export function LedgerSums({ ledger }: { readonly ledger: LedgerAnswer }) {
  return (
    <section className={classes['ledger']} aria-label={texts.sources.ledger}>
      <h3>
        {texts.sources.ledger} <Sum ledger={ledger} />
      </h3>
      <Equation name={texts.sources.lines} total={ledger.lines} terms={lineTerms(ledger)} />
      <Equation name={texts.sources.records} total={ledger.records} terms={recordTerms(ledger)} />
    </section>
  );
}
