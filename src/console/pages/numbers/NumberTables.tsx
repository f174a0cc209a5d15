// The same as the line, as tables: missing numbers with reasons, late numbers, doubled numbers.
import type { DuplicateAnswer, HoleAnswer, LateAnswer } from '../../../model/sequence-answers.js';
import { countText } from '../../format/numbers.js';
import { durationText } from '../../format/time.js';
import { numberPath } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { Panel } from '../../parts/Panel.js';
import { SeverityBadge } from '../../parts/Badges.js';
import { Stamp } from '../../parts/Stamp.js';
import { texts } from '../../texts/texts.js';
import { HoleClassBadge } from './HoleBadges.js';
import classes from './NumberTables.module.css';

export interface HoleTableProps {
  readonly holes: readonly HoleAnswer[];
  readonly chosen: string | null;
  onPick(hole: HoleAnswer): void;
}

function HoleRow({ hole, chosen, onPick }: { readonly hole: HoleAnswer } & Omit<HoleTableProps, 'holes'>) {
  const [from, to] = hole.between;
  return (
    <tr data-chosen={chosen === hole.from || undefined}>
      <td className={classes['mono']}>
        <button type="button" className={classes['pick']} data-row onClick={() => onPick(hole)}>
          {hole.from === hole.to ? hole.from : `${hole.from} – ${hole.to}`}
        </button>
        {hole.count > 1 && <span className={classes['soft']}> ({countText(hole.count)})</span>}
      </td>
      <td>
        <HoleClassBadge hole={hole} />
      </td>
      <td className={classes['number']}>{texts.numbers.percent(hole.confidence)}</td>
      <td className={classes['time']}>
        {from === null ? to !== null && <Stamp at={to} /> : <Stamp at={from} />}
      </td>
    </tr>
  );
}

export function HoleTable({ holes, chosen, onPick }: HoleTableProps) {
  return (
    <div className={classes['frame']}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{texts.numbers.numbers}</th>
            <th scope="col">{texts.numbers.reason}</th>
            <th scope="col" data-number>
              {texts.numbers.confidence}
            </th>
            <th scope="col">{texts.numbers.given}</th>
          </tr>
        </thead>
        <tbody>
          {holes.map((hole) => (
            <HoleRow key={hole.from} hole={hole} chosen={chosen} onPick={onPick} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function delayText([least, most]: LateAnswer['delaySeconds']): string {
  const from = durationText(least * 1000);
  if (most === null) return texts.numbers.atLeast(from);
  const to = durationText(most * 1000);
  return from === to ? from : texts.numbers.fromTo(from, to);
}

export function LateTable({ late, total }: { readonly late: readonly LateAnswer[]; readonly total: number }) {
  if (late.length === 0) return null;
  return (
    <Panel title={texts.numbers.lateTitle} count={countText(total)} flush>
      <div className={classes['frame']}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{texts.numbers.numbers}</th>
              <th scope="col">{texts.numbers.ordered}</th>
              <th scope="col">{texts.numbers.delay}</th>
              <th scope="col">{texts.numbers.reason}</th>
            </tr>
          </thead>
          <tbody>
            {late.map((one) => (
              <tr key={one.number} title={one.text}>
                <td className={classes['mono']}>
                  <AppLink to={numberPath(one.number)} className={classes['pick']} data-row>
                    {one.number}
                  </AppLink>
                </td>
                <td className={classes['time']}>
                  <Stamp at={one.orderedAt} />
                </td>
                <td className={classes['time']}>{delayText(one.delaySeconds)}</td>
                <td>{texts.numbers.lateReason[one.reason]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

export function DoubledTable({
  doubled,
  total,
}: {
  readonly doubled: readonly DuplicateAnswer[];
  readonly total: number;
}) {
  if (doubled.length === 0) return null;
  return (
    <Panel title={texts.numbers.doubledTitle} count={countText(total)} flush>
      <div className={classes['frame']}>
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{texts.numbers.numbers}</th>
              <th scope="col" data-number>
                {texts.numbers.orders}
              </th>
              <th scope="col">{texts.numbers.reason}</th>
              <th scope="col">{texts.findings.title}</th>
            </tr>
          </thead>
          <tbody>
            {doubled.map((one) => (
              <tr key={`${one.number} ${one.reason}`} title={one.text}>
                <td className={classes['mono']}>
                  <AppLink to={numberPath(one.number)} className={classes['pick']} data-row>
                    {one.number}
                  </AppLink>
                </td>
                <td className={classes['number']}>{countText(one.orders.length)}</td>
                <td>{texts.numbers.doubleReason[one.reason]}</td>
                <td>
                  <SeverityBadge severity={one.severity} quiet />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
