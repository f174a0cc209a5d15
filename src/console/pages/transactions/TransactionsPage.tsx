// Find a transaction by anything of it, or pick one of the newest.
import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useTransactions } from '../../api/hooks.js';
import { useQueryState } from '../../navigation/query-state.js';
import { FreshButton } from '../../parts/FreshButton.js';
import { MoreButton } from '../../parts/MoreButton.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Answer, Empty } from '../../parts/States.js';
import { TransactionTable } from '../../parts/TransactionTable.js';
import { SearchBox } from '../../shell/SearchBox.js';
import { texts } from '../../texts/texts.js';
import classes from './TransactionsPage.module.css';

const PAGE_ITEMS = 50;
const TYPING_MS = 200;

/** What an ID cannot hold is not asked for. */
const idPart = (text: string): string =>
  text
    .trim()
    .replace(/^\[|\]$/g, '')
    .toUpperCase();

function PrefixFilter() {
  const [query, change] = useQueryState();
  const [text, setText] = useState(query.get('prefix') ?? '');
  const apply = useDebouncedCallback((value: string) => change({ prefix: idPart(value) }), TYPING_MS);
  return (
    <TextInput
      size="xs"
      w={210}
      value={text}
      placeholder={texts.transactions.filter}
      aria-label={texts.transactions.filter}
      onChange={(event) => {
        setText(event.currentTarget.value);
        apply(event.currentTarget.value);
      }}
    />
  );
}

export default function TransactionsPage() {
  const [query] = useQueryState();
  const prefix = query.get('prefix');
  const transactions = useTransactions({ limit: PAGE_ITEMS, prefix });
  return (
    <>
      <PageHead title={texts.transactions.title} lead={texts.transactions.lead} />
      <div className={classes['page']}>
        <SearchBox large />
        <Panel
          title={texts.transactions.recent}
          flush
          actions={
            <>
              <FreshButton of="lines" topics={['transactions']} />
              <PrefixFilter />
            </>
          }
        >
          <Answer query={transactions} rows={10}>
            {(data) => {
              const items = data.pages.flatMap((page) => page.items);
              if (items.length === 0)
                return (
                  <Empty icon="transactions" title={texts.transactions.empty}>
                    {prefix === null ? texts.transactions.emptyText : texts.transactions.emptyPrefix(prefix)}
                  </Empty>
                );
              return (
                <>
                  <TransactionTable items={items} />
                  <MoreButton query={transactions} label={texts.transactions.more} />
                </>
              );
            }}
          </Answer>
        </Panel>
      </div>
    </>
  );
}
