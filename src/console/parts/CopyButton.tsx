// Copies a text and says so.
import { useClipboard } from '@mantine/hooks';
import { texts } from '../texts/texts.js';
import classes from './CopyButton.module.css';
import { Icon } from './Icon.js';

export interface CopyButtonProps {
  /** Asked for when pressed, so that long texts are only made when wanted. */
  readonly text: () => string;
  readonly label: string;
  /** With the label beside the icon. */
  readonly wide?: boolean;
}

export function CopyButton({ text, label, wide = false }: CopyButtonProps) {
  const clipboard = useClipboard({ timeout: 1600 });
  const shown = clipboard.copied ? texts.copy.done : label;
  return (
    <button
      type="button"
      className={classes['copy']}
      data-wide={wide || undefined}
      data-copied={clipboard.copied || undefined}
      aria-label={wide ? undefined : shown}
      title={shown}
      onClick={() => clipboard.copy(text())}
    >
      <Icon name={clipboard.copied ? 'check' : 'copy'} size={14} />
      {wide && <span>{shown}</span>}
    </button>
  );
}
