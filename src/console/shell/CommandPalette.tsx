// Ctrl-K: every page, the newest transactions, and whatever is typed as a transaction.
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useState } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { toldOutcome } from '../../model/texts/outcome.js';
import { useTransactions } from '../api/hooks.js';
import { searchPath, transactionPath, useAddress } from '../navigation/query-state.js';
import { Icon } from '../parts/Icon.js';
import { texts } from '../texts/texts.js';
import { pages } from './pages.js';
import { useThemeToggle } from './ThemeButton.js';

const [store] = createSpotlight();

function useRecentTransactions(): SpotlightActionGroupData {
  const address = useAddress();
  const recent = useTransactions({ limit: 8 });
  return {
    group: texts.palette.transactions,
    actions: (recent.data?.pages[0]?.items ?? []).map((transaction) => ({
      id: `tx-${transaction.id}`,
      label: transaction.id,
      description: texts.outcome[toldOutcome(transaction.outcome, transaction.findings)],
      onClick: () => navigate(address(transactionPath(transaction.id))),
      leftSection: <Icon name="transactions" />,
    })),
  };
}

export function CommandPalette({ openHelp }: { openHelp(): void }) {
  const [text, setText] = useState('');
  const address = useAddress();
  const theme = useThemeToggle();
  const recent = useRecentTransactions();
  const asked = text.trim();
  const actions: SpotlightActionGroupData[] = [
    {
      group: texts.palette.pages,
      actions: pages.map((page) => ({
        id: page.path,
        label: page.name,
        onClick: () => navigate(address(page.path)),
        leftSection: <Icon name={page.icon} />,
      })),
    },
    recent,
    {
      group: texts.palette.actions,
      actions: [
        { id: 'theme', label: texts.palette.theme, onClick: theme.toggle, leftSection: <Icon name="moon" /> },
        { id: 'keys', label: texts.palette.keys, onClick: openHelp, leftSection: <Icon name="keyboard" /> },
        ...(asked === ''
          ? []
          : [
              {
                id: 'look-up',
                label: texts.palette.lookUp(asked),
                onClick: () => navigate(address(searchPath(asked))),
                leftSection: <Icon name="search" />,
              },
            ]),
      ],
    },
  ];
  return (
    <Spotlight
      store={store}
      attributes={{ content: { 'aria-label': texts.keys.palette } }}
      actions={actions}
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K']}
      tagsToIgnore={[]}
      highlightQuery
      nothingFound={texts.palette.nothing}
      scrollable
      maxHeight={420}
      searchProps={{
        leftSection: <Icon name="search" />,
        placeholder: texts.palette.placeholder,
        'aria-label': texts.palette.placeholder,
      }}
    />
  );
}
