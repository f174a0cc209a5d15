// Stands for rounds of the same steps that are folded away.
import type { Folded } from '../../format/folding.js';
import { Icon } from '../../parts/Icon.js';
import { texts } from '../../texts/texts.js';
import classes from './FoldButton.module.css';

export interface FoldButtonProps {
  readonly fold: Extract<Folded<unknown>, { kind: 'fold' }>;
  readonly open: boolean;
  onToggle(): void;
}

export function FoldButton({ fold, open, onToggle }: FoldButtonProps) {
  return (
    <button type="button" className={classes['fold']} aria-expanded={open} onClick={onToggle}>
      <Icon name="fold" size={14} />
      {texts.transaction.foldedRounds(fold.rounds, fold.lines.length)}
      <span>{open ? texts.transaction.refold : texts.transaction.unfold}</span>
    </button>
  );
}
