// A note under the line that proves it, or a dashed line for what is not there.
import { useZone } from '../../api/hooks.js';
import { momentText } from '../../format/time.js';
import { findingPath } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { Icon } from '../../parts/Icon.js';
import { LogText } from '../../parts/LogText.js';
import { texts } from '../../texts/texts.js';
import type { Annotation } from './annotations.js';
import classes from './AnnotationRow.module.css';

function FindingNote({ annotation }: { readonly annotation: Extract<Annotation, { kind: 'finding' }> }) {
  const { finding, nth, of } = annotation;
  return (
    <AppLink to={findingPath(finding.id)} className={classes['note']} data-tone={finding.severity}>
      <Icon name={finding.severity} size={13} />
      <span>
        <span className={classes['title']}>{finding.title}</span>
        {nth === 1 && (
          <span className={classes['summary']}>
            <LogText text={finding.summary} />
          </span>
        )}
      </span>
      {of > 1 && <span className={classes['nth']}>{texts.transaction.proof(nth, of)}</span>}
    </AppLink>
  );
}

function MissingNote({ annotation }: { readonly annotation: Extract<Annotation, { kind: 'missing' }> }) {
  const zone = useZone();
  const { what, dueAt } = annotation.step;
  return (
    <div className={classes['dashed']}>
      <Icon name="missing" size={13} />
      <span>
        {texts.transaction.missing}: <LogText text={what} />
      </span>
      {dueAt !== null && (
        <span className={classes['nth']}>{texts.transaction.due(momentText(dueAt, zone))}</span>
      )}
    </div>
  );
}

export function AnnotationRow({ annotation }: { readonly annotation: Annotation }) {
  if (annotation.kind === 'finding') return <FindingNote annotation={annotation} />;
  if (annotation.kind === 'missing') return <MissingNote annotation={annotation} />;
  return (
    <div className={classes['dashed']} data-death>
      <Icon name="death" size={13} />
      <LogText text={annotation.step.what} />
    </div>
  );
}
