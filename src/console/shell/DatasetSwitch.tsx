// Chooses the dataset that answers; the choice stands in the address.
import { Menu, UnstyledButton } from '@mantine/core';
import { navigate } from 'wouter/use-browser-location';
import { useCurrentDataset, useDatasets } from '../api/hooks.js';
import { pluralText } from '../format/numbers.js';
import { withQuery } from '../navigation/query-state.js';
import { Icon } from '../parts/Icon.js';
import { texts } from '../texts/texts.js';
import classes from './DatasetSwitch.module.css';

/** A page that shows one thing of a dataset stays; the thing may be in the other one too. */
function switchTo(name: string): void {
  navigate(withQuery(window.location.pathname, '', { dataset: name }));
}

export function DatasetSwitch() {
  const current = useCurrentDataset();
  const datasets = useDatasets().data?.items ?? [];
  return (
    <Menu position="bottom-end" width={290} shadow="md">
      <Menu.Target>
        <UnstyledButton
          className={classes['button']}
          aria-label={`${texts.dataset.label}: ${current?.name ?? texts.dataset.none}`}
        >
          <Icon name="sources" size={15} />
          <span className={classes['name']}>{current?.name ?? texts.dataset.none}</span>
          <Icon name="chevronDown" size={11} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{texts.dataset.label}</Menu.Label>
        {datasets.length === 0 && <Menu.Item disabled>{texts.dataset.none}</Menu.Item>}
        {datasets.map((dataset) => (
          <Menu.Item
            key={dataset.name}
            onClick={() => switchTo(dataset.name)}
            rightSection={dataset.name === current?.name ? <Icon name="check" size={14} /> : null}
          >
            <span className={classes['item']}>{dataset.name}</span>
            <span className={classes['about']}>
              {dataset.live ? `${texts.dataset.live} · ` : ''}
              {pluralText(dataset.records, 'record', 'records')} ·{' '}
              {pluralText(dataset.files, 'file', 'files')}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
