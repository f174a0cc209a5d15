// What each key does.
import { Modal } from '@mantine/core';
import { texts } from '../texts/texts.js';
import classes from './KeyHelp.module.css';
import { pages } from './pages.js';

interface KeyRow {
  readonly keys: readonly string[];
  readonly chord?: boolean;
  readonly does: string;
}

const rows: readonly KeyRow[] = [
  { keys: ['/'], does: texts.keys.search },
  { keys: ['Ctrl', 'K'], does: texts.keys.palette },
  { keys: ['j', 'k'], does: texts.keys.next },
  { keys: ['Enter'], does: texts.keys.enter },
  ...pages.map((page) => ({ keys: ['g', page.key], chord: true, does: page.name })),
  { keys: ['?'], does: texts.keys.help },
  { keys: ['Esc'], does: texts.keys.close },
];

export function KeyHelp({ opened, onClose }: { readonly opened: boolean; onClose(): void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={texts.keys.title}
      size="sm"
      centered
      closeButtonProps={{ 'aria-label': texts.keys.close }}
    >
      <dl className={classes['keys']}>
        {rows.map((row) => (
          <div key={row.keys.join(' ')} className={classes['row']}>
            <dt>
              {row.keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && row.chord && <span className={classes['then']}>{texts.keys.thenKey}</span>}
                  <kbd>{key}</kbd>
                </span>
              ))}
            </dt>
            <dd>{row.does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
