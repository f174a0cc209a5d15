// Zoom and move along the number line, and what its colours and shapes say.
import { Button } from '@mantine/core';
import { useQueryState } from '../../navigation/query-state.js';
import { Icon } from '../../parts/Icon.js';
import { texts } from '../../texts/texts.js';
import classes from './NumberLine.module.css';
import { type CellLook, type Domain, moved, zoomed } from './number-line.js';

const looks: readonly CellLook[] = [
  'present',
  'serious',
  'unexplained',
  'open',
  'explained',
  'unknown',
  'late',
  'doubled',
];

export interface LineToolsProps {
  readonly domain: Domain;
  readonly whole: Domain;
  /** Where it zooms to. */
  readonly centre: number;
  /** What there is to be told apart. */
  readonly shown: ReadonlySet<CellLook>;
  print(body: number): string;
}

export function LineTools({ domain, whole, centre, shown, print }: LineToolsProps) {
  const [, change] = useQueryState();
  const isWhole = domain.from === whole.from && domain.to === whole.to;
  const show = (next: Domain): void => {
    const all = next.from === whole.from && next.to === whole.to;
    change(all ? { from: null, to: null } : { from: print(next.from), to: print(next.to) });
  };
  const move = (part: number) => () => show(moved(domain, whole, part));
  const zoom = (factor: number) => () => show(zoomed(domain, whole, factor, centre));
  const smaller = zoomed(domain, whole, 0.25, centre);
  return (
    <div className={classes['tools']}>
      <ul className={classes['legend']}>
        {looks
          .filter((look) => look === 'present' || shown.has(look))
          .map((look) => (
            <li key={look}>
              <span className={classes['swatch']} data-look={look} />
              {texts.numbers.marks[look]}
            </li>
          ))}
      </ul>
      <div className={classes['buttons']}>
        <Button.Group>
          <Button
            size="compact-xs"
            variant="default"
            disabled={domain.from === whole.from}
            aria-label={texts.numbers.earlier}
            onClick={move(-0.5)}
          >
            <Icon name="arrowLeft" size={13} />
          </Button>
          <Button size="compact-xs" variant="default" disabled={isWhole} onClick={zoom(4)}>
            {texts.numbers.zoomOut}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={smaller.to - smaller.from >= domain.to - domain.from}
            onClick={zoom(0.25)}
          >
            {texts.numbers.zoomIn}
          </Button>
          <Button
            size="compact-xs"
            variant="default"
            disabled={domain.to === whole.to}
            aria-label={texts.numbers.later}
            onClick={move(0.5)}
          >
            <Icon name="arrowRight" size={13} />
          </Button>
        </Button.Group>
        {!isWhole && (
          <Button size="compact-xs" variant="subtle" onClick={() => show(whole)}>
            {texts.numbers.whole}
          </Button>
        )}
      </div>
    </div>
  );
}
