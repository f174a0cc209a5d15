// The heading of a page; also names the browser's tab.
import { useDocumentTitle } from '@mantine/hooks';
import { visibleText } from '../format/hostile-text.js';
import { texts } from '../texts/texts.js';
import classes from './PageHead.module.css';

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: React.ReactNode;
  readonly actions?: React.ReactNode;
}

export function PageHead({ title, lead, actions }: PageHeadProps) {
  useDocumentTitle(`${visibleText(title)} · ${texts.product}`);
  return (
    <div className={classes['head']}>
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
      </div>
      {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
    </div>
  );
}
