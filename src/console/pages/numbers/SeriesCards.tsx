// One card a counter: its span, and how many numbers are used, missing, late, doubled.
import type { SeriesAnswer } from '../../../model/sequence-answers.js';
import { countText } from '../../format/numbers.js';
import { AppLink } from '../../parts/AppLink.js';
import { LogText } from '../../parts/LogText.js';
import { texts } from '../../texts/texts.js';
import classes from './SeriesCards.module.css';

function Count({
  count,
  name,
  bad,
}: {
  readonly count: number;
  readonly name: string;
  readonly bad?: boolean;
}) {
  return (
    <span className={classes['count']} data-bad={(bad && count > 0) || undefined}>
      <b>{countText(count)}</b> {name}
    </span>
  );
}

export interface SeriesCardsProps {
  readonly series: readonly SeriesAnswer[];
  readonly chosen: string;
}

export function SeriesCards({ series, chosen }: SeriesCardsProps) {
  return (
    <ul className={classes['cards']} aria-label={texts.numbers.series}>
      {series.map((one) => (
        <li key={`${one.shop} ${one.series}`}>
          <AppLink
            to="/numbers"
            query={{ series: one.series }}
            className={classes['card']}
            aria-current={one.series === chosen ? 'true' : undefined}
            data-row
          >
            <span className={classes['name']}>
              <LogText text={one.series} />
            </span>
            <span className={classes['span']}>
              {one.floor !== null && one.frontier !== null && texts.numbers.span(one.floor, one.frontier)}
            </span>
            <span className={classes['counts']}>
              <Count count={one.used} name={texts.numbers.used} />
              <Count count={one.holes} name={texts.numbers.missing} bad />
              <Count count={one.late} name={texts.numbers.late} />
              <Count count={one.duplicates} name={texts.numbers.doubled} bad />
            </span>
          </AppLink>
        </li>
      ))}
    </ul>
  );
}
