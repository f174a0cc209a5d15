// Transactions as rows: when, ID, outcome, amount, placed and produced, what was found.
import type { TransactionListItem } from '../../model/answers.js';
import { toldOutcome } from '../../model/texts/outcome.js';
import { amountText, countText } from '../format/numbers.js';
import { transactionPath } from '../navigation/query-state.js';
import { texts } from '../texts/texts.js';
import { AppLink } from './AppLink.js';
import { OutcomeBadge } from './Badges.js';
import { RuleChips } from './RuleChips.js';
import { Stamp } from './Stamp.js';
import classes from './TransactionTable.module.css';

function Row({ item }: { readonly item: TransactionListItem }) {
  return (
    <tr>
      <td className={classes['time']}>
        <Stamp at={item.lastSeen} />
      </td>
      <td className={classes['id']}>
        <AppLink to={transactionPath(item.id)} data-row>
          {item.id}
        </AppLink>
      </td>
      <td className={classes['outcome']}>
        <OutcomeBadge outcome={toldOutcome(item.outcome, item.findings)} />
      </td>
      <td className={classes['number']}>
        {item.amount === null ? '–' : amountText(item.amount, item.currency)}
      </td>
      <td className={classes['number']}>{texts.transactions.times(item.placements)}</td>
      <td className={classes['number']}>
        {item.productions === 0 ? texts.transactions.never : texts.transactions.times(item.productions)}
      </td>
      <td className={classes['number']}>{countText(item.records)}</td>
      <td className={classes['chips']}>
        <RuleChips rules={item.findings} />
      </td>
    </tr>
  );
}

export function TransactionTable({ items }: { readonly items: readonly TransactionListItem[] }) {
  return (
    <div className={classes['frame']}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{texts.transactions.last}</th>
            <th scope="col">{texts.transactions.id}</th>
            <th scope="col">{texts.transactions.outcome}</th>
            <th scope="col" data-number>
              {texts.transactions.amount}
            </th>
            <th scope="col" data-number>
              {texts.transactions.placed}
            </th>
            <th scope="col" data-number>
              {texts.transactions.produced}
            </th>
            <th scope="col" data-number>
              {texts.transactions.lines}
            </th>
            <th scope="col">{texts.transactions.findings}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={`${item.shop}/${item.id}`} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
