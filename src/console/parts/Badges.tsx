// Severity, outcome, state and rule as small labels: always icon and word, never colour alone.
import type { HumanState, Severity, Verdict } from '../../model/finding.js';
import type { ToldOutcome } from '../../model/texts/outcome.js';
import { texts } from '../texts/texts.js';
import classes from './Badges.module.css';
import { Icon, type IconName } from './Icon.js';

export type Tone = 'critical' | 'high' | 'medium' | 'low' | 'info' | 'good' | 'accent';

interface BadgeProps {
  readonly tone: Tone;
  readonly icon?: IconName;
  readonly quiet?: boolean;
  readonly large?: boolean;
  readonly title?: string;
  readonly children: React.ReactNode;
}

export function Badge({ tone, icon, quiet = false, large = false, title, children }: BadgeProps) {
  return (
    <span
      className={classes['badge']}
      data-tone={tone}
      data-quiet={quiet || undefined}
      data-large={large || undefined}
      title={title}
    >
      {icon && <Icon name={icon} size={large ? 15 : 13} />}
      <span>{children}</span>
    </span>
  );
}

export function SeverityBadge({
  severity,
  quiet = false,
}: {
  readonly severity: Severity;
  readonly quiet?: boolean;
}) {
  return (
    <Badge tone={severity} icon={severity} quiet={quiet}>
      {texts.severity[severity]}
    </Badge>
  );
}

const outcomeLooks: Readonly<Record<ToldOutcome, readonly [Tone, IconName]>> = {
  refunded: ['info', 'undo'],
  cancelled: ['info', 'cross'],
  delivered: ['good', 'check'],
  produced: ['good', 'check'],
  paid: ['accent', 'payment'],
  'paid-not-delivered': ['critical', 'critical'],
  failed: ['high', 'critical'],
  abandoned: ['medium', 'clock'],
  placed: ['low', 'order'],
  cart: ['info', 'order'],
  unknown: ['info', 'missing'],
};

export const outcomeTone = (outcome: ToldOutcome): Tone => outcomeLooks[outcome][0];

export function OutcomeBadge({
  outcome,
  large = false,
}: {
  readonly outcome: ToldOutcome;
  readonly large?: boolean;
}) {
  const [tone, icon] = outcomeLooks[outcome];
  return (
    <Badge tone={tone} icon={icon} large={large}>
      {texts.outcome[outcome]}
    </Badge>
  );
}

const stateLooks: Readonly<Record<HumanState, readonly [Tone, IconName]>> = {
  open: ['accent', 'findings'],
  acknowledged: ['info', 'account'],
  resolved: ['good', 'check'],
  suppressed: ['info', 'pause'],
  regressed: ['critical', 'undo'],
};

export function StateBadge({ state }: { readonly state: HumanState }) {
  const [tone, icon] = stateLooks[state];
  return (
    <Badge tone={tone} icon={icon} quiet={state !== 'regressed'}>
      {texts.state[state]}
    </Badge>
  );
}

const verdictIcons: Readonly<Record<Verdict, IconName>> = {
  violated: 'warning',
  pending: 'clock',
  late: 'clock',
  withdrawn: 'undo',
};

/** Only what is not plainly violated needs saying. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  if (verdict === 'violated') return null;
  return (
    <Badge tone="info" icon={verdictIcons[verdict]} quiet>
      {texts.verdict[verdict]}
    </Badge>
  );
}
