// The number line: the whole of it with the window that is shown, and the window at its own scale, down to single numbers.
import type { HoleAnswer } from '../../../model/sequence-answers.js';
import { numberPath, useQueryState } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { texts } from '../../texts/texts.js';
import classes from './NumberLine.module.css';
import {
  askedDomain,
  bodyOf,
  cellsOf,
  type Cell,
  type Domain,
  marksOf,
  type Mark,
  printLike,
  type SeriesParts,
  wholeDomain,
} from './number-line.js';
import { LineTools } from './LineTools.js';

/** The last ones tell neighbours apart; the axis says the rest. */
const CELL_DIGITS = 3;

/** Of a mark or cell: what it is and which numbers. */
function nameOf(look: Cell['look'], number: string, hole: HoleAnswer | null): string {
  const numbers = hole === null || hole.from === hole.to ? number : `${hole.from} – ${hole.to}`;
  const reason = hole === null ? '' : `: ${texts.numbers.holeClass[hole.class]}`;
  return `${numbers}, ${texts.numbers.marks[look]}${reason}`;
}

interface LaneProps {
  readonly marks: readonly Mark[];
  readonly chosen: string | null;
  onPick(hole: HoleAnswer): void;
}

function Lane({ marks, chosen, onPick }: LaneProps) {
  return (
    <div className={classes['lane']}>
      {marks.map((mark) => {
        const { look, number, left, width, hole } = mark;
        const style = { left: `${left}%`, width: `${width}%` };
        const name = nameOf(look, number, hole);
        return hole === null ? (
          <AppLink
            key={`${look} ${number}`}
            to={numberPath(number)}
            className={classes['mark']}
            data-look={look}
            style={style}
            aria-label={name}
            title={name}
            tabIndex={-1}
          />
        ) : (
          <button
            key={`${look} ${number}`}
            type="button"
            className={classes['mark']}
            data-look={look}
            data-chosen={chosen === number || undefined}
            style={style}
            aria-label={name}
            title={name}
            tabIndex={-1}
            onClick={() => onPick(hole)}
          />
        );
      })}
    </div>
  );
}

function Cells({ cells, chosen, onPick }: Omit<LaneProps, 'marks'> & { readonly cells: readonly Cell[] }) {
  return (
    <ol className={classes['cells']}>
      {cells.map(({ number, look, hole }) => {
        const name = nameOf(look, number, hole);
        const text = number.slice(-CELL_DIGITS);
        const shared = {
          'aria-label': `${text}: ${name}`,
          title: name,
          'data-look': look,
          className: classes['cell'],
        };
        return (
          <li key={number}>
            {hole === null ? (
              <AppLink to={numberPath(number)} {...shared}>
                {text}
              </AppLink>
            ) : (
              <button
                type="button"
                {...shared}
                data-chosen={chosen === hole.from || undefined}
                onClick={() => onPick(hole)}
              >
                {text}
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function WholeLine(props: {
  readonly marks: readonly Mark[];
  readonly whole: Domain;
  readonly domain: Domain;
}) {
  const { marks, whole, domain } = props;
  const all = whole.to - whole.from + 1;
  const left = ((domain.from - whole.from) / all) * 100;
  const width = ((domain.to - domain.from + 1) / all) * 100;
  return (
    <div className={classes['map']} aria-hidden="true">
      {marks.map(({ look, number, left: at, width: wide }) => (
        <span
          key={`${look} ${number}`}
          className={classes['mark']}
          data-look={look}
          style={{ left: `${at}%`, width: `${wide}%` }}
        />
      ))}
      <span className={classes['window']} style={{ left: `${left}%`, width: `${width}%` }} />
    </div>
  );
}

export interface NumberLineProps {
  readonly parts: SeriesParts;
  readonly chosen: string | null;
  onPick(hole: HoleAnswer): void;
}

export function NumberLine({ parts, chosen, onPick }: NumberLineProps) {
  const [query] = useQueryState();
  const { floor } = parts.series;
  const whole = wholeDomain(parts.series);
  if (whole === null || floor === null) return null;
  const domain = askedDomain(query.get('from'), query.get('to'), whole);
  const isWhole = domain.from === whole.from && domain.to === whole.to;
  const cells = cellsOf(parts, domain);
  const all = marksOf(parts, whole);
  const print = (body: number): string => printLike(floor, body);
  const centre = chosen === null ? (domain.from + domain.to) / 2 : bodyOf(chosen);
  return (
    <figure
      className={classes['figure']}
      aria-label={texts.numbers.lineOf(print(domain.from), print(domain.to))}
    >
      <LineTools
        domain={domain}
        whole={whole}
        centre={centre}
        shown={new Set(all.map(({ look }) => look))}
        print={print}
      />
      {!isWhole && <WholeLine marks={all} whole={whole} domain={domain} />}
      {cells === null ? (
        <Lane marks={marksOf(parts, domain)} chosen={chosen} onPick={onPick} />
      ) : (
        <Cells cells={cells} chosen={chosen} onPick={onPick} />
      )}
      <figcaption className={classes['axis']}>
        <span>{print(domain.from)}</span>
        <span>{print(Math.round((domain.from + domain.to) / 2))}</span>
        <span>{print(domain.to)}</span>
      </figcaption>
    </figure>
  );
}
