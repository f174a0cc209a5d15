// The rules that found something, as chips in the colour of their severity.
import { useRules } from '../api/hooks.js';
import { texts } from '../texts/texts.js';
import { Badge } from './Badges.js';
import classes from './RuleChips.module.css';

const MOST_CHIPS = 3;
const rank = ['critical', 'high', 'medium', 'low', 'info'];

export function RuleChips({ rules }: { readonly rules: readonly string[] }) {
  const known = useRules().data?.items ?? [];
  const chips = rules
    .map((id) => {
      const rule = known.find((entry) => entry.id === id);
      return { id, title: rule?.title ?? id, severity: rule?.severity ?? ('info' as const) };
    })
    .sort((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
  const hidden = chips.slice(MOST_CHIPS);
  return (
    <span className={classes['chips']}>
      {chips.slice(0, MOST_CHIPS).map((chip) => (
        <Badge key={chip.id} tone={chip.severity} icon={chip.severity} title={chip.title}>
          {chip.id}
        </Badge>
      ))}
      {hidden.length > 0 && (
        <span className={classes['more']} title={hidden.map((chip) => chip.id).join(', ')}>
          {texts.findings.andMore(hidden.length)}
        </span>
      )}
    </span>
  );
}
