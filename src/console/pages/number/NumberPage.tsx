// The life of one order number: verdict first, then cart, owner, number, gateway, return, order, each with its evidence or without a source.
import type { LifeStep, NumberLifeAnswer } from '../../../model/sequence-answers.js';
import { ApiProblem } from '../../api/client.js';
import { useNumber } from '../../api/hooks.js';
import { numberPath, transactionPath, usePathTail } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { Badge, type Tone } from '../../parts/Badges.js';
import { Icon, type IconName } from '../../parts/Icon.js';
import { LogText } from '../../parts/LogText.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Stamp } from '../../parts/Stamp.js';
import { Answer, Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import { EvidenceList } from '../numbers/EvidenceList.js';
import { HoleExplanation } from '../numbers/HolePanel.js';
import { holeLook } from '../numbers/number-line.js';
import classes from './NumberPage.module.css';

const looks: Readonly<Record<NumberLifeAnswer['outcome'], readonly [Tone, IconName]>> = {
  ordered: ['good', 'check'],
  late: ['low', 'clock'],
  duplicate: ['high', 'high'],
  missing: ['medium', 'missing'],
  'not covered': ['info', 'missing'],
  unknown: ['info', 'missing'],
};

function Step({ step }: { readonly step: LifeStep }) {
  const known = step.what !== null;
  return (
    <li className={classes['step']} data-known={known || undefined}>
      <span className={classes['dot']}>
        <Icon name={known ? 'check' : 'missing'} size={12} />
      </span>
      <div>
        <h3>
          {texts.numbers.step[step.step]}
          {step.at !== null && (
            <span className={classes['at']}>
              <Stamp at={step.at} />
            </span>
          )}
        </h3>
        {step.what === null ? (
          <p className={classes['none']}>{texts.numbers.noSource}</p>
        ) : (
          <p>
            <LogText text={step.what} />
          </p>
        )}
        {step.evidence.length > 0 && <EvidenceList evidence={step.evidence} />}
      </div>
    </li>
  );
}

function Nearest({ nearest }: Pick<NumberLifeAnswer, 'nearest'>) {
  if (nearest.length === 0) return null;
  return (
    <Panel title={texts.numbers.nearest}>
      <ul className={classes['nearest']}>
        {nearest.map((near) => (
          <li key={near.number}>
            <AppLink to={numberPath(near.number)} data-row>
              {near.number}
            </AppLink>
            {near.at !== null && <Stamp at={near.at} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Life({ life }: { readonly life: NumberLifeAnswer }) {
  const [usual, icon] = looks[life.outcome];
  const tone = life.hole !== null && holeLook(life.hole) === 'serious' ? 'critical' : usual;
  return (
    <div className={classes['life']}>
      <section className={classes['verdict']} data-tone={tone}>
        <Badge tone={tone} icon={icon} large>
          {texts.numbers.outcome[life.outcome]}
        </Badge>
        <p className={classes['headline']}>
          <LogText text={life.headline} />
        </p>
        <p className={classes['belongs']}>
          {life.series !== null && (
            <>
              {texts.numbers.inSeries}{' '}
              <AppLink to="/numbers" query={{ series: life.series, hole: life.hole?.from ?? null }}>
                {life.series}
              </AppLink>
              {' · '}
            </>
          )}
          {texts.numbers.shop} {life.shop}
        </p>
      </section>
      <div className={classes['columns']}>
        <Panel title={texts.numbers.steps}>
          <ol className={classes['steps']}>
            {life.steps.map((step) => (
              <Step key={step.step} step={step} />
            ))}
          </ol>
        </Panel>
        <div className={classes['aside']}>
          {life.hole !== null && (
            <Panel title={texts.numbers.explanation}>
              <HoleExplanation hole={life.hole} told />
            </Panel>
          )}
          {life.late !== null && (
            <Panel title={texts.numbers.outcome.late}>
              <EvidenceList evidence={life.late.evidence} />
            </Panel>
          )}
          {life.duplicate !== null && (
            <Panel title={texts.numbers.outcome.duplicate}>
              <EvidenceList evidence={life.duplicate.orders} />
            </Panel>
          )}
          <Nearest nearest={life.nearest} />
        </div>
      </div>
    </div>
  );
}

function Unknown({ number }: { readonly number: string }) {
  return (
    <Panel>
      <Empty icon="numbers" title={texts.numbers.notFound}>
        <p>{texts.numbers.notFoundText}</p>
        <p>
          <AppLink to={transactionPath(number)} className={classes['instead']}>
            {texts.numbers.asTransaction}
          </AppLink>
        </p>
      </Empty>
    </Panel>
  );
}

export default function NumberPage() {
  const number = usePathTail('/numbers/');
  const query = useNumber(number);
  const missing = query.error instanceof ApiProblem && query.error.status === 404;
  return (
    <>
      <PageHead title={number} quiet parent={{ path: '/numbers', name: texts.numbers.title }} />
      {missing ? (
        <Unknown number={number} />
      ) : (
        <Answer query={query} rows={10}>
          {({ items }) => (
            <>
              {items.map((life) => (
                <Life key={`${life.shop} ${life.series ?? ''}`} life={life} />
              ))}
            </>
          )}
        </Answer>
      )}
    </>
  );
}
