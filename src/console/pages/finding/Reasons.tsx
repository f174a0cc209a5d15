// Why we think so: the rule in words, what it cannot see, and the limits in use.
import type { FindingAnswer, RuleAnswer } from '../../../model/answers.js';
import { useRules } from '../../api/hooks.js';
import { countText } from '../../format/numbers.js';
import { durationText } from '../../format/time.js';
import { Panel } from '../../parts/Panel.js';
import { Prose } from '../../parts/Prose.js';
import { Answer } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import classes from './Reasons.module.css';

function thresholdText({ value, unit }: RuleAnswer['thresholds'][string]): string {
  if (unit === 'ms') return durationText(value);
  return unit === 'share' ? `${Math.round(value * 100)} %` : countText(value);
}

function RuleWords({ rule }: { readonly rule: RuleAnswer }) {
  const thresholds = Object.entries(rule.thresholds);
  return (
    <dl className={classes['words']}>
      <dt>{texts.finding.fires}</dt>
      <dd>
        <Prose text={rule.firesWhen} />
      </dd>
      <dt>{texts.finding.quiet}</dt>
      <dd>
        <Prose text={rule.staysQuietWhen} />
      </dd>
      <dt>{texts.finding.blind}</dt>
      <dd>
        <Prose text={rule.cannotSee} />
      </dd>
      {thresholds.length > 0 && (
        <>
          <dt>{texts.finding.thresholds}</dt>
          {thresholds.map(([name, threshold]) => (
            <dd key={name}>
              <strong>{thresholdText(threshold)}</strong> – {threshold.why}
            </dd>
          ))}
        </>
      )}
    </dl>
  );
}

export function Reasons({ finding }: { readonly finding: FindingAnswer }) {
  const rules = useRules();
  return (
    <Panel
      title={texts.finding.why}
      actions={
        <code className={classes['id']}>
          {finding.codes.join(' ')} {finding.rule} · {texts.finding.version(finding.ruleVersion)}
        </code>
      }
    >
      <Answer query={rules} rows={4}>
        {(data) => {
          const rule = data.items.find((entry) => entry.id === finding.rule);
          return rule ? <RuleWords rule={rule} /> : finding.rule;
        }}
      </Answer>
    </Panel>
  );
}
