// The heading of a page, with the way back up; also names the browser's tab.
import { useDocumentTitle } from '@mantine/hooks';
import { visibleText } from '../format/hostile-text.js';
import { texts } from '../texts/texts.js';
import { AppLink } from './AppLink.js';
import { Icon } from './Icon.js';
import classes from './PageHead.module.css';

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: React.ReactNode;
  /** The list that this page is one of. */
  readonly parent?: { readonly path: string; readonly name: string };
  /** A name of the machine, not a title: small and monospaced, so that what follows speaks first. */
  readonly quiet?: boolean;
  /** Stands right behind the title. */
  readonly beside?: React.ReactNode;
  readonly actions?: React.ReactNode;
}

export function PageHead({ title, lead, parent, quiet = false, beside, actions }: PageHeadProps) {
  useDocumentTitle(`${visibleText(title)} · ${texts.product}`);
  return (
    <div className={classes['head']}>
      <div>
        <div className={classes['line']}>
          {parent && (
            <AppLink to={parent.path} className={classes['parent']}>
              {parent.name}
              <Icon name="chevronRight" size={11} />
            </AppLink>
          )}
          <h1 data-quiet={quiet || undefined}>{visibleText(title)}</h1>
          {beside}
        </div>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
      </div>
      {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
    </div>
  );
}
