// One transaction: verdict first, then phases, story, findings, lines.
import { useEffect } from 'react';
import { navigate } from 'wouter/use-browser-location';
import type { NotFoundAnswer, TransactionAnswer } from '../../../model/answers.js';
import { ApiProblem } from '../../api/client.js';
import { useTransaction } from '../../api/hooks.js';
import { transactionPath, usePathTail, withQuery } from '../../navigation/query-state.js';
import { CopyButton } from '../../parts/CopyButton.js';
import { FreshButton } from '../../parts/FreshButton.js';
import { PageHead } from '../../parts/PageHead.js';
import { Answer } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import { NotFound } from './NotFound.js';
import { PhaseStrip } from './PhaseStrip.js';
import { Story } from './Story.js';
import { TransactionFindings } from './TransactionFindings.js';
import { TransactionLines } from './TransactionLines.js';
import classes from './TransactionPage.module.css';
import { Verdict } from './Verdict.js';

/** The answer of a 404: what was near. Null for any other failure. */
function notFoundAnswer(error: unknown): NotFoundAnswer | null {
  if (!(error instanceof ApiProblem) || error.status !== 404) return null;
  const body = error.body as Partial<NotFoundAnswer> | null;
  return body?.matches && body.coverage ? (body as NotFoundAnswer) : null;
}

/** What was typed gives way to the ID that it meant. */
function useCanonicalAddress(asked: string, answered: string | undefined): void {
  useEffect(() => {
    if (answered !== undefined && answered !== asked)
      navigate(withQuery(transactionPath(answered), window.location.search, {}), { replace: true });
  }, [asked, answered]);
}

function Whole({ transaction }: { readonly transaction: TransactionAnswer }) {
  return (
    <div className={classes['page']}>
      <Verdict transaction={transaction} />
      <PhaseStrip transaction={transaction} />
      <div className={classes['middle']}>
        <Story transaction={transaction} />
        <TransactionFindings findings={transaction.findings} />
      </div>
      <TransactionLines transaction={transaction} />
    </div>
  );
}

export default function TransactionPage() {
  const asked = usePathTail('/tx/');
  const query = useTransaction(asked);
  useCanonicalAddress(asked, query.data?.id);
  const missing = query.data === undefined ? notFoundAnswer(query.error) : null;
  if (missing) return <NotFound answer={missing} />;
  return (
    <>
      <PageHead
        title={query.data?.id ?? texts.caseKind.transaction}
        parent={{ path: '/transactions', name: texts.transactions.title }}
        quiet
        beside={query.data && <CopyButton text={() => query.data.id} label={texts.copy.id} />}
        actions={<FreshButton of="findings" topics={['transactions']} />}
      />
      <Answer query={query} rows={12}>
        {(transaction) => <Whole transaction={transaction} />}
      </Answer>
    </>
  );
}
