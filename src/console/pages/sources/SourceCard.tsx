// One source: what it is, and its two equations with every term.
import { ledgerProblems } from '../../../model/block.js';
import type { LedgerAnswer, SourceAnswer } from '../../../model/answers.js';
import { bytesText, countText } from '../../format/numbers.js';
import { fileName } from '../../format/file-name.js';
import { visibleText } from '../../format/hostile-text.js';
import { Badge } from '../../parts/Badges.js';
import { Panel } from '../../parts/Panel.js';
import { SourceFreshness } from '../../parts/SourceFreshness.js';
import { Stamp } from '../../parts/Stamp.js';
import { CopyButton } from '../../parts/CopyButton.js';
import { texts } from '../../texts/texts.js';
import { Equation, type Term } from './Equation.js';
import classes from './SourceCard.module.css';

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

function lostBytes(ledger: LedgerAnswer): string[] {
  return [
    ledger.nulBytes > 0 ? texts.sources.nul(bytesText(ledger.nulBytes)) : '',
    ledger.vanishedBytes > 0 ? texts.sources.vanished(bytesText(ledger.vanishedBytes)) : '',
    ledger.truncatedBytes > 0 ? texts.sources.truncated(bytesText(ledger.truncatedBytes)) : '',
  ].filter((text) => text !== '');
}

export function SourceCard({ source }: { readonly source: SourceAnswer }) {
  const { ledger } = source;
  return (
    <Panel
      title={
        <span className={classes['file']} title={visibleText(source.file)}>
          {fileName(source.file)}
        </span>
      }
      actions={<SourceFreshness source={source} />}
    >
      <div className={classes['card']}>
        <dl className={classes['facts']}>
          <dt>{texts.sources.file}</dt>
          <dd className={classes['mono']}>{visibleText(source.file)}</dd>
          <dt>{texts.sources.shop}</dt>
          <dd>{source.shop}</dd>
          <dt>{texts.sources.kind}</dt>
          <dd>
            {source.kind}
            {source.form !== null && `, ${texts.sources.form.toLowerCase()} ${source.form}`}
          </dd>
          <dt>{texts.sources.zone}</dt>
          <dd>{source.zone}</dd>
          <dt>{texts.sources.covers}</dt>
          <dd>
            {ledger.from === null || ledger.to === null ? (
              '–'
            ) : (
              <>
                <Stamp at={ledger.from} /> – <Stamp at={ledger.to} />
              </>
            )}
          </dd>
          <dt>{texts.sources.read}</dt>
          <dd>
            {bytesText(source.offset)}
            {lostBytes(ledger).map((text) => (
              <span key={text} className={classes['lost']}>
                {text}
              </span>
            ))}
          </dd>
          <dt>{texts.sources.transactions}</dt>
          <dd>{countText(ledger.transactions)}</dd>
          <dt>{texts.sources.generation}</dt>
          <dd className={classes['mono']}>{source.generation}</dd>
          {ledger.sha256 !== null && (
            <>
              <dt>{texts.sources.sha256}</dt>
              <dd className={classes['hash']}>
                <span>{ledger.sha256}</span>
                <CopyButton text={() => ledger.sha256 ?? ''} label={texts.copy.hash} />
              </dd>
            </>
          )}
        </dl>
        <section className={classes['ledger']} aria-label={texts.sources.ledger}>
          <h3>
            {texts.sources.ledger} <Sum ledger={ledger} />
          </h3>
          <Equation name={texts.sources.lines} total={ledger.lines} terms={lineTerms(ledger)} />
          <Equation name={texts.sources.records} total={ledger.records} terms={recordTerms(ledger)} />
        </section>
      </div>
    </Panel>
  );
}
