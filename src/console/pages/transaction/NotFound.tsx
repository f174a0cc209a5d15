// A question that names no single transaction: what it could have meant, what the traces cover, where else to look.
import type { NotFoundAnswer } from '../../../model/answers.js';
import { useTransactions, useZone } from '../../api/hooks.js';
import { visibleText } from '../../format/hostile-text.js';
import { momentText } from '../../format/time.js';
import { transactionPath, withQuery } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Link } from 'wouter';
import { TransactionTable } from '../../parts/TransactionTable.js';
import { texts } from '../../texts/texts.js';
import classes from './NotFound.module.css';

const RECENT = 8;

function Coverage({ answer }: { readonly answer: NotFoundAnswer }) {
  const zone = useZone();
  const { from, through } = answer.coverage;
  if (from === null || through === null) return texts.notFound.nothingCovered;
  return texts.notFound.coverage(momentText(from, zone), momentText(through, zone));
}

function Recent() {
  const recent = useTransactions({ limit: RECENT });
  const items = recent.data?.pages[0]?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel
      title={texts.notFound.list}
      flush
      actions={<AppLink to="/transactions">{texts.overview.all}</AppLink>}
    >
      <TransactionTable items={items} />
    </Panel>
  );
}

export function NotFound({ answer }: { readonly answer: NotFoundAnswer }) {
  const several = answer.matches.length > 0;
  return (
    <>
      <PageHead title={several ? texts.notFound.several : texts.notFound.title} />
      <div className={classes['page']}>
        <Panel>
          <p className={classes['looked']}>
            {texts.notFound.looked} <code>{visibleText(answer.query)}</code>
          </p>
          <p className={classes['coverage']}>
            <Coverage answer={answer} />
          </p>
          {answer.near.length > 0 && (
            <div className={classes['choices']}>
              <h2>{texts.notFound.near}</h2>
              {answer.near.map((id) => (
                <AppLink key={id} to={transactionPath(id)} className={classes['choice']} data-row>
                  {id}
                </AppLink>
              ))}
            </div>
          )}
          {answer.otherDatasets.length > 0 && (
            <div className={classes['choices']}>
              <h2>{texts.notFound.others}</h2>
              {answer.otherDatasets.map((dataset) => (
                <Link
                  key={dataset}
                  href={withQuery(transactionPath(answer.query), '', { dataset })}
                  className={classes['choice'] ?? ''}
                  data-row
                >
                  {dataset}
                </Link>
              ))}
            </div>
          )}
        </Panel>
        {!several && <Recent />}
        {several && (
          <Panel title={texts.notFound.several} count={answer.matches.length} flush>
            <TransactionTable items={answer.matches} />
          </Panel>
        )}
      </div>
    </>
  );
}
