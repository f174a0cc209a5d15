// Something that a person should know, and what to do about it.
import { Icon } from '../../parts/Icon.js';
import { LogText } from '../../parts/LogText.js';
import classes from './Notice.module.css';

export interface NoticeProps {
  readonly tone: 'high' | 'accent' | 'info';
  readonly title: string;
  readonly text: string;
}

export function Notice({ tone, title, text }: NoticeProps) {
  return (
    <div className={classes['notice']} data-tone={tone} role={tone === 'high' ? 'alert' : undefined}>
      <Icon name={tone === 'high' ? 'warning' : 'info'} size={17} />
      <div>
        <p className={classes['title']}>
          <LogText text={title} />
        </p>
        {text !== '' && (
          <p className={classes['text']}>
            <LogText text={text} />
          </p>
        )}
      </div>
    </div>
  );
}
