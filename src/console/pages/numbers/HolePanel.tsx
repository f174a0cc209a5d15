// Why a number is missing: class and confidence, the evidence, what else it could be, what would change the answer, until when.
import type { HoleAnswer, NumberAt } from '../../../model/sequence-answers.js';
import { numberPath } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { LogText } from '../../parts/LogText.js';
import { Stamp } from '../../parts/Stamp.js';
import { texts } from '../../texts/texts.js';
import { EvidenceList } from './EvidenceList.js';
import { HoleBadges } from './HoleBadges.js';
import classes from './HolePanel.module.css';

function Neighbour({ name, number }: { readonly name: string; readonly number: NumberAt | null }) {
  if (number === null) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <AppLink to={numberPath(number.number)}>{number.number}</AppLink>
        {number.at !== null && (
          <span className={classes['soft']}>
            {' '}
            <Stamp at={number.at} />
          </span>
        )}
      </dd>
    </>
  );
}

function Facts({ hole }: { readonly hole: HoleAnswer }) {
  const [from, to] = hole.between;
  return (
    <dl className={classes['facts']}>
      {(from !== null || to !== null) && (
        <>
          <dt>{from === to ? texts.numbers.givenAt : texts.numbers.given}</dt>
          <dd>
            {from === null ? '…' : <Stamp at={from} />}
            {from !== to && <> – {to === null ? '…' : <Stamp at={to} />}</>}
          </dd>
        </>
      )}
      <Neighbour name={texts.numbers.before} number={hole.before} />
      <Neighbour name={texts.numbers.after} number={hole.after} />
      {hole.until !== null && (
        <>
          <dt title={texts.numbers.untilHint}>{texts.numbers.until}</dt>
          <dd>
            <Stamp at={hole.until} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Alternatives({ alternatives }: Pick<HoleAnswer, 'alternatives'>) {
  if (alternatives.length === 0) return null;
  return (
    <section>
      <h3>{texts.numbers.alternatives}</h3>
      <ul className={classes['alternatives']}>
        {alternatives.map((other) => (
          <li key={other.class}>
            <span>{texts.numbers.holeClass[other.class]}</span>
            <span className={classes['bar']} aria-hidden="true">
              <span style={{ width: `${other.confidence * 100}%` }} />
            </span>
            <span className={classes['percent']}>{texts.numbers.percent(other.confidence)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export interface HoleExplanationProps {
  readonly hole: HoleAnswer;
  /** The sentence stands elsewhere already. */
  readonly told?: boolean;
}

export function HoleExplanation({ hole, told = false }: HoleExplanationProps) {
  return (
    <div className={classes['panel']}>
      <HoleBadges hole={hole} />
      {!told && (
        <p className={classes['text']}>
          <LogText text={hole.text} />
        </p>
      )}
      <Facts hole={hole} />
      <section>
        <h3>{texts.numbers.evidence}</h3>
        <EvidenceList evidence={hole.evidence} />
      </section>
      <Alternatives alternatives={hole.alternatives} />
      {hole.wouldChange !== '' && (
        <section>
          <h3>{texts.numbers.wouldChange}</h3>
          <p>
            <LogText text={hole.wouldChange} />
          </p>
        </section>
      )}
    </div>
  );
}
