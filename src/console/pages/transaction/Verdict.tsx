// The verdict: what became of the transaction, in one sentence, what to do, and the facts.
import type { TransactionAnswer } from '../../../model/answers.js';
import { toldOutcomeOf } from '../../../model/texts/outcome.js';
import { useZone } from '../../api/hooks.js';
import { amountText } from '../../format/numbers.js';
import { durationText } from '../../format/time.js';
import { OutcomeBadge, outcomeTone } from '../../parts/Badges.js';
import { CopyButton } from '../../parts/CopyButton.js';
import { Prose } from '../../parts/Prose.js';
import { LogText } from '../../parts/LogText.js';
import { Stamp } from '../../parts/Stamp.js';
import { texts } from '../../texts/texts.js';
import { transactionText } from './transaction-text.js';
import classes from './Verdict.module.css';

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className={classes['fact']}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Buyers({ users }: Pick<TransactionAnswer, 'users'>) {
  return users.map((user, index) => (
    <span key={`${user.id ?? ''}/${user.name ?? ''}`}>
      {index > 0 && ', '}
      {user.name !== null && <LogText text={user.name} />}
      {user.id !== null && <span className={classes['soft']}> {texts.transaction.account(user.id)}</span>}
    </span>
  ));
}

function Facts({ transaction }: { readonly transaction: TransactionAnswer }) {
  const { amount, currency, items, users, coverage } = transaction;
  const lasted = Date.parse(transaction.lastSeen) - Date.parse(transaction.firstSeen);
  return (
    <dl className={classes['facts']}>
      <Fact name={texts.transaction.amount}>
        {amount === null ? (
          <span className={classes['soft']}>{texts.transactions.unknownAmount}</span>
        ) : (
          amountText(amount, currency)
        )}
      </Fact>
      {items.length > 0 && (
        <Fact name={texts.transaction.items}>
          <LogText text={items.join(', ')} />
        </Fact>
      )}
      {users.length > 0 && (
        <Fact name={texts.transaction.buyers}>
          <Buyers users={users} />
        </Fact>
      )}
      <Fact name={texts.transaction.placed}>{texts.transactions.times(transaction.placements)}</Fact>
      <Fact name={texts.transaction.produced}>
        {transaction.productions === 0
          ? texts.transactions.never
          : texts.transactions.times(transaction.productions)}
      </Fact>
      <Fact name={texts.transaction.from}>
        <Stamp at={transaction.firstSeen} />
        <span className={classes['soft']}> {texts.transaction.lasted(durationText(lasted))}</span>
      </Fact>
      {coverage.through !== null && (
        <Fact name={texts.transaction.coverage}>
          <Stamp at={coverage.asOf ?? coverage.through} />
        </Fact>
      )}
    </dl>
  );
}

function Advice({ advice }: Pick<TransactionAnswer, 'advice'>) {
  if (advice.length === 0) return null;
  return (
    <div className={classes['advice']}>
      <h2>{texts.transaction.advice}</h2>
      <ol>
        {advice.map((step) => (
          <li key={step}>
            <Prose text={step} />
          </li>
        ))}
      </ol>
    </div>
  );
}

export function Verdict({ transaction }: { readonly transaction: TransactionAnswer }) {
  const zone = useZone();
  return (
    <section className={classes['verdict']} data-tone={outcomeTone(toldOutcomeOf(transaction))}>
      <div className={classes['main']}>
        <div className={classes['labels']}>
          <OutcomeBadge outcome={toldOutcomeOf(transaction)} large />
          <span className={classes['ticket']}>
            <CopyButton text={() => transactionText(transaction, zone)} label={texts.finding.ticket} wide />
          </span>
        </div>
        <p className={classes['headline']}>
          <LogText text={transaction.headline} />
        </p>
        {transaction.sharedWith.length > 0 && (
          <p className={classes['shared']}>
            {texts.transaction.sharedWith} {transaction.sharedWith.join(', ')}
          </p>
        )}
        <Advice advice={transaction.advice} />
      </div>
      <Facts transaction={transaction} />
    </section>
  );
}
