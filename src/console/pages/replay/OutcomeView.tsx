// What a replay came to: where the bytes are, findings by severity, and the ledger in words and numbers.
import { Link } from 'wouter';
import { severities } from '../../../model/finding.js';
import type { ReplayAnswer, ReplayOutcomeAnswer } from '../../api/replays.js';
import { countText } from '../../format/numbers.js';
import { withQuery, type Changes } from '../../navigation/query-state.js';
import { Icon } from '../../parts/Icon.js';
import { LedgerSums } from '../../parts/LedgerSums.js';
import { LogText } from '../../parts/LogText.js';
import { texts } from '../../texts/texts.js';
import { Notice } from './Notice.js';
import classes from './OutcomeView.module.css';

export interface OutcomeViewProps {
  readonly job: ReplayAnswer;
  readonly outcome: ReplayOutcomeAnswer;
}

function Held({ outcome }: { readonly outcome: ReplayOutcomeAnswer }) {
  const { heldBy, dataset } = outcome;
  if (heldBy === null) return null;
  const text = heldBy.dataset === dataset ? texts.replay.heldText : texts.replay.heldElsewhere;
  return <Notice tone="accent" title={texts.replay.held(heldBy.dataset, heldBy.file)} text={text} />;
}

function Findings({ outcome, to }: { readonly outcome: ReplayOutcomeAnswer; to(query: Changes): string }) {
  const counts = severities.toReversed().map((severity) => ({
    severity,
    count: outcome.findings[severity] ?? 0,
  }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-label={texts.replay.findings} className={classes['findings']}>
      <h3>{total === 0 ? texts.replay.nothing : texts.replay.findingsOf(total, outcome.dataset)}</h3>
      {total > 0 && (
        <ul className={classes['severities']}>
          {counts.map(({ severity, count }) => (
            <li
              key={severity}
              className={classes['severity']}
              data-tone={severity}
              data-none={count === 0 || undefined}
            >
              <Link href={to({ severity, state: 'any' })}>
                <span className={classes['number']}>{countText(count)}</span>
                <span className={classes['name']}>
                  <Icon name={severity} size={13} />
                  {texts.severity[severity]}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

export function OutcomeView({ job, outcome }: OutcomeViewProps) {
  const { dataset, ledger, table, takenFor, because, isExtract, problem, seconds } = outcome;
  const to = (path: string, query: Changes = {}): string => withQuery(path, '', { ...query, dataset });
  return (
    <>
      <Held outcome={outcome} />
      {problem !== null && (
        <Notice tone="high" title={`${texts.replay.partly}: ${problem.detail}`} text={problem.hint} />
      )}
      <Findings outcome={outcome} to={(query) => to('/findings', query)} />
      <nav className={classes['links']} aria-label={dataset}>
        <Link href={to('/findings', { state: 'any' })} data-first>
          {texts.replay.openFindings}
        </Link>
        {ledger !== null && <Link href={to('/transactions')}>{texts.replay.openTransactions}</Link>}
        {table !== null && <Link href={to('/numbers')}>{texts.replay.openNumbers}</Link>}
        {ledger !== null && <Link href={to('/sources')}>{texts.replay.openSources}</Link>}
      </nav>
      <p className={classes['words']}>
        <LogText text={texts.replay.taken(texts.replay.takenFor[takenFor], because)} />{' '}
        {isExtract && `${texts.replay.extract} `}
        {ledger !== null && `${texts.replay.ledgerText(ledger.lines, ledger.indexed, ledger.transactions)} `}
        {table !== null && `${texts.replay.table(table.facts, table.unreadable)} `}
        {texts.replay.times(ledger?.zone ?? job.zone)} {texts.replay.took(seconds)}
      </p>
      {ledger !== null && <LedgerSums ledger={ledger} />}
    </>
  );
}
