// How much of the data a dashboard shows; the choice stands in the address.
import { SegmentedControl } from '@mantine/core';
import { useQueryState } from '../../navigation/query-state.js';
import { texts } from '../../texts/texts.js';
import { rangeChoices } from './dashboard-range.js';

export interface RangeChoiceProps {
  readonly ownHours: number | null;
  /** What is shown where the address says nothing. */
  readonly range: string;
}

const labels: Readonly<Record<string, string>> = texts.dashboards.ranges;

export function RangeChoice({ ownHours, range }: RangeChoiceProps) {
  const [, change] = useQueryState();
  return (
    <SegmentedControl
      size="xs"
      aria-label={texts.dashboards.rangeLabel}
      data={rangeChoices(ownHours).map((value) => ({ value, label: labels[value] ?? value }))}
      value={range}
      onChange={(value) => change({ range: value }, { push: true })}
    />
  );
}
