// Findings in groups by rule, filtered by what stands in the address; several can be dealt with at once.
import { Checkbox } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FindingAnswer, FindingCounts } from '../../../model/answers.js';
import { useFindingCounts, useFindings } from '../../api/hooks.js';
import { pluralText } from '../../format/numbers.js';
import { FindingLine } from '../../parts/FindingRow.js';
import { ExportLinks } from '../../parts/ExportLinks.js';
import { FreshButton } from '../../parts/FreshButton.js';
import { MoreButton } from '../../parts/MoreButton.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Answer, Empty } from '../../parts/States.js';
import { StateActions } from '../../parts/StateActions.js';
import { SeverityBadge } from '../../parts/Badges.js';
import { visibleText } from '../../format/hostile-text.js';
import { texts } from '../../texts/texts.js';
import { Filters } from './Filters.js';
import { groupByRule, type FindingGroup } from './finding-groups.js';
import classes from './FindingsPage.module.css';
import { useFindingFilters } from './use-finding-filters.js';

const PAGE_ITEMS = 200;

interface Selection {
  readonly ids: ReadonlySet<string>;
  set(ids: readonly string[], on: boolean): void;
}

function useSelection(): Selection & { clear(): void } {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return {
    ids,
    set: (changed, on) =>
      setIds((known) => {
        const next = new Set(known);
        for (const id of changed) {
          if (on) next.add(id);
          else next.delete(id);
        }
        return next;
      }),
    clear: () => setIds(new Set()),
  };
}

function Select({ finding, selection }: { readonly finding: FindingAnswer; readonly selection: Selection }) {
  return (
    <span className={classes['select']}>
      <Checkbox
        size="xs"
        aria-label={texts.findings.select(visibleText(finding.summary))}
        checked={selection.ids.has(finding.id)}
        onChange={(event) => selection.set([finding.id], event.currentTarget.checked)}
      />
    </span>
  );
}

function Group({ group, selection }: { readonly group: FindingGroup; readonly selection: Selection }) {
  const changeable = group.findings.filter((finding) => finding.verdict !== 'pending');
  const ids = changeable.map((finding) => finding.id);
  const chosen = ids.filter((id) => selection.ids.has(id)).length;
  return (
    <Panel
      flush
      title={
        <span className={classes['group']}>
          {ids.length > 0 && (
            <Checkbox
              size="xs"
              aria-label={texts.findings.selectGroup(group.title)}
              checked={chosen === ids.length}
              indeterminate={chosen > 0 && chosen < ids.length}
              onChange={(event) => selection.set(ids, event.currentTarget.checked)}
            />
          )}
          <SeverityBadge severity={group.severity} />
          {group.title}
        </span>
      }
      count={texts.findings.partOf(group.findings.length, group.total)}
      actions={<code className={classes['rule']}>{group.rule}</code>}
    >
      <ul>
        {group.findings.map((finding) => (
          <FindingLine
            key={finding.id}
            finding={finding}
            groupSeverity={group.severity}
            before={finding.verdict !== 'pending' && <Select finding={finding} selection={selection} />}
          />
        ))}
      </ul>
    </Panel>
  );
}

function Groups({
  findings,
  counts,
  selection,
}: {
  readonly findings: readonly FindingAnswer[];
  readonly counts: FindingCounts | null;
  readonly selection: Selection;
}) {
  const groups = useMemo(() => groupByRule(findings, counts), [findings, counts]);
  if (groups.length === 0)
    return (
      <Panel>
        <Empty icon="findings" title={texts.findings.empty}>
          {texts.findings.emptyText}
        </Empty>
      </Panel>
    );
  return groups.map((group) => <Group key={group.rule} group={group} selection={selection} />);
}

/** @param total null where nobody counted them */
function leadText(shown: number, total: number | null, hasMore: boolean): string {
  if (total === null) return `${pluralText(shown, 'finding', 'findings')}${hasMore ? ' +' : ''}`;
  return total > shown
    ? texts.findings.shownOf(shown, total)
    : pluralText(Math.max(shown, total), 'finding', 'findings');
}

export default function FindingsPage() {
  const { parameters } = useFindingFilters();
  const isPending = parameters['pending'] === 'true';
  const query = useFindings({ limit: PAGE_ITEMS, order: 'severity', ...parameters });
  const counts = useFindingCounts({ ...parameters, pending: null }, !isPending).data ?? null;
  const selection = useSelection();
  const findings = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const selected = findings.filter((finding) => selection.ids.has(finding.id));
  return (
    <>
      <PageHead
        title={texts.findings.title}
        lead={
          query.data
            ? leadText(findings.length, isPending ? null : (counts?.total ?? null), query.hasNextPage)
            : texts.findings.lead
        }
        actions={
          <>
            <FreshButton of="findings" topics={['findings']} />
            {!isPending && <ExportLinks path="/findings" parameters={{ ...parameters, order: 'severity' }} />}
          </>
        }
      />
      <div className={classes['page']}>
        <Filters />
        <Answer query={query} rows={12}>
          {() => <Groups findings={findings} counts={isPending ? null : counts} selection={selection} />}
        </Answer>
        <MoreButton query={query} label={texts.findings.more} />
      </div>
      {selected.length > 0 && (
        <section className={classes['bulk']} aria-label={texts.findings.selected(selected.length)}>
          <span>{texts.findings.selected(selected.length)}</span>
          <StateActions findings={selected} onDone={selection.clear} />
        </section>
      )}
    </>
  );
}
