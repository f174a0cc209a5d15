// State, severity, rule and case: every choice goes into the address.
import { Button, Chip, NativeSelect, SegmentedControl } from '@mantine/core';
import { severities } from '../../../model/finding.js';
import { useRules } from '../../api/hooks.js';
import { visibleText } from '../../format/hostile-text.js';
import { Icon } from '../../parts/Icon.js';
import { texts } from '../../texts/texts.js';
import classes from './Filters.module.css';
import { filterNames, useFindingFilters } from './use-finding-filters.js';

const states = [
  { value: '', label: texts.findings.openStates },
  { value: 'acknowledged', label: texts.state.acknowledged },
  { value: 'resolved', label: texts.state.resolved },
  { value: 'suppressed', label: texts.state.suppressed },
  { value: 'any', label: texts.findings.allStates },
  { value: 'pending', label: texts.overview.pending },
];

function StateFilter() {
  const { query, change } = useFindingFilters();
  const value = query.get('pending') === 'true' ? 'pending' : (query.get('state') ?? '');
  return (
    <NativeOrSegments
      value={value}
      onChange={(next) =>
        change(next === 'pending' ? { pending: 'true', state: null } : { pending: null, state: next })
      }
    />
  );
}

/** Six words fit a wide page; a narrow one gets the system's own list. */
function NativeOrSegments(props: { readonly value: string; onChange(value: string): void }) {
  const known = states.some((state) => state.value === props.value);
  const data = known ? states : [...states, { value: props.value, label: props.value }];
  return (
    <>
      <SegmentedControl
        className={classes['wide'] ?? ''}
        size="xs"
        aria-label={texts.findings.state}
        data={data}
        value={props.value}
        onChange={props.onChange}
      />
      <NativeSelect
        className={classes['narrow'] ?? ''}
        size="xs"
        aria-label={texts.findings.state}
        data={data}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </>
  );
}

function SeverityFilter() {
  const { query, change } = useFindingFilters();
  const chosen = query.get('severity')?.split(',') ?? [];
  return (
    <Chip.Group
      multiple
      value={chosen}
      onChange={(next) => change({ severity: severities.filter((one) => next.includes(one)).join(',') })}
    >
      <div className={classes['chips']}>
        {severities.toReversed().map((severity) => (
          <Chip key={severity} value={severity} size="xs" radius="sm" variant="outline">
            {texts.severity[severity]}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}

function RuleFilter() {
  const { query, change } = useFindingFilters();
  const rules = useRules().data?.items ?? [];
  return (
    <NativeSelect
      size="xs"
      w={220}
      aria-label={texts.findings.rule}
      value={query.get('rule') ?? ''}
      onChange={(event) => change({ rule: event.currentTarget.value })}
      data={[
        { value: '', label: `${texts.findings.rule}: ${texts.findings.any}` },
        ...rules.map((rule) => ({ value: rule.id, label: rule.title })),
      ]}
    />
  );
}

export function Filters() {
  const { query, change, filtered } = useFindingFilters();
  const caseKey = query.get('caseKey');
  return (
    <div className={classes['filters']}>
      <StateFilter />
      <SeverityFilter />
      <RuleFilter />
      {caseKey !== null && (
        <Button
          size="compact-xs"
          variant="default"
          rightSection={<Icon name="cross" size={11} />}
          onClick={() => change({ caseKey: null, caseKind: null })}
        >
          {texts.findings.case}: {visibleText(caseKey)}
        </Button>
      )}
      {filtered && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => change(Object.fromEntries(filterNames.map((name) => [name, null])))}
        >
          {texts.findings.clear}
        </Button>
      )}
    </div>
  );
}
