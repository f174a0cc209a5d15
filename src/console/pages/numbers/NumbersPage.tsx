// Order numbers: every counter, its number line and the same as tables, and why a number is missing.
import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { HoleAnswer, SeriesAnswer, SeriesDetailAnswer } from '../../../model/sequence-answers.js';
import { useSeries, useSeriesDetail } from '../../api/hooks.js';
import { countText } from '../../format/numbers.js';
import { numberPath, useQueryState } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { CopyButton } from '../../parts/CopyButton.js';
import { LogText } from '../../parts/LogText.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Answer, Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import { HoleExplanation } from './HolePanel.js';
import { NumberLine } from './NumberLine.js';
import { DoubledTable, HoleTable, LateTable } from './NumberTables.js';
import classes from './NumbersPage.module.css';
import { SeriesCards } from './SeriesCards.js';

/** Where the explanation stands above the table, not beside it. */
const NARROW = '(max-width: 980px)';

function NoNumbers() {
  return (
    <Panel>
      <Empty icon="numbers" title={texts.numbers.empty}>
        <p>{texts.numbers.emptyText}</p>
        <p className={classes['command']}>
          <code>{texts.numbers.importCommand}</code>
          <CopyButton text={() => texts.numbers.importCommand} label={texts.copy.command} />
        </p>
      </Empty>
    </Panel>
  );
}

/** What somebody should look at: everything that is not plainly explained. */
const isOpen = (hole: HoleAnswer): boolean =>
  hole.status === 'unexplained' ||
  (hole.severity !== 'none' && hole.severity !== 'info' && hole.severity !== 'low');

function Holes({ detail, chosen, onPick }: DetailProps) {
  const [query, change] = useQueryState();
  const onlyOpen = query.get('show') === 'open';
  const holes = onlyOpen ? detail.holes.filter(isOpen) : detail.holes;
  return (
    <Panel
      title={texts.numbers.holes}
      count={countText(detail.totals.holes)}
      flush
      actions={
        <SegmentedControl
          size="xs"
          aria-label={texts.numbers.show}
          data={[
            { value: 'all', label: texts.numbers.any },
            { value: 'open', label: texts.numbers.onlyOpen },
          ]}
          value={onlyOpen ? 'open' : 'all'}
          onChange={(value) => change({ show: value === 'open' ? 'open' : null })}
        />
      }
    >
      {holes.length === 0 ? (
        <Empty icon="check" title={texts.numbers.allThere} />
      ) : (
        <HoleTable holes={holes} chosen={chosen} onPick={onPick} />
      )}
    </Panel>
  );
}

interface DetailProps {
  readonly detail: SeriesDetailAnswer;
  /** First number of the chosen hole. */
  readonly chosen: string | null;
  onPick(hole: HoleAnswer): void;
}

function Explanation({ hole }: { readonly hole: HoleAnswer | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const from = hole?.from;
  useEffect(() => {
    if (from !== undefined && window.matchMedia(NARROW).matches)
      place.current?.scrollIntoView({ block: 'start' });
  }, [from]);
  return (
    <div ref={place} className={classes['aside']}>
      <Panel
        title={
          hole === undefined ? (
            texts.numbers.explanation
          ) : (
            <span className={classes['mono']}>
              {hole.from === hole.to ? hole.from : `${hole.from} – ${hole.to}`}
            </span>
          )
        }
        {...(hole === undefined ? {} : { count: texts.numbers.many(hole.count) })}
        label={texts.numbers.explanation}
        actions={hole !== undefined && <AppLink to={numberPath(hole.from)}>{texts.numbers.life}</AppLink>}
      >
        {hole === undefined ? (
          <p className={classes['pick']}>{texts.numbers.pick}</p>
        ) : (
          <HoleExplanation hole={hole} />
        )}
      </Panel>
    </div>
  );
}

function Notes({ series }: { readonly series: SeriesAnswer }) {
  const notes = [
    ...series.notCovered.map(({ from, to }) => texts.numbers.notCovered(from, to)),
    ...series.notes,
  ];
  if (notes.length === 0) return null;
  return (
    <ul className={classes['notes']}>
      {notes.map((note) => (
        <li key={note}>
          <LogText text={note} />
        </li>
      ))}
    </ul>
  );
}

function Detail({ detail, chosen, onPick }: DetailProps) {
  const hole = detail.holes.find(({ from }) => from === chosen);
  const { totals, holes } = detail;
  return (
    <>
      <Panel title={texts.numbers.line} flush>
        <NumberLine parts={detail} chosen={chosen} onPick={onPick} />
        {holes.length < totals.holes && (
          <p className={classes['truncated']}>{texts.numbers.truncated(holes.length, totals.holes)}</p>
        )}
        <Notes series={detail.series} />
      </Panel>
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <Holes detail={detail} chosen={chosen} onPick={onPick} />
          <LateTable late={detail.late} total={totals.late} />
          <DoubledTable doubled={detail.duplicates} total={totals.duplicates} />
        </div>
        <Explanation hole={hole} />
      </div>
    </>
  );
}

function ChosenSeries({ series }: { readonly series: SeriesAnswer }) {
  const [query, change] = useQueryState();
  const detail = useSeriesDetail(series.series, series.shop);
  return (
    <Answer query={detail} rows={10}>
      {(answer) => (
        <Detail
          detail={answer}
          chosen={query.get('hole')}
          onPick={(hole) => change({ hole: hole.from, series: series.series }, { push: true })}
        />
      )}
    </Answer>
  );
}

export default function NumbersPage() {
  const query = useSeries();
  const [state] = useQueryState();
  return (
    <>
      <PageHead title={texts.numbers.title} lead={texts.numbers.lead} />
      <Answer query={query} rows={10}>
        {({ items }) => {
          const chosen = items.find(({ series }) => series === state.get('series')) ?? items[0];
          if (chosen === undefined) return <NoNumbers />;
          return (
            <div className={classes['page']}>
              <SeriesCards series={items} chosen={chosen.series} />
              <ChosenSeries key={chosen.series} series={chosen} />
            </div>
          );
        }}
      </Answer>
    </>
  );
}
