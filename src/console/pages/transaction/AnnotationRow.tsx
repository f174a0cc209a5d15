// A note under the line that proves it, or a dashed line for what is not there.
import type { ExpectedStep } from '../../../model/answers.js';
import { useZone } from '../../api/hooks.js';
import { momentText } from '../../format/time.js';
import { findingPath } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { Icon } from '../../parts/Icon.js';
import { LogText } from '../../parts/LogText.js';
import { texts } from '../../texts/texts.js';
import type { Annotation } from './annotations.js';
import classes from './AnnotationRow.module.css';

type Note<Kind extends Annotation['kind']> = { readonly annotation: Extract<Annotation, { kind: Kind }> };

function FindingNote({ annotation }: Note<'finding'>) {
  const { finding, of } = annotation;
  return (
    <AppLink to={findingPath(finding.id)} className={classes['note']} data-tone={finding.severity}>
      <Icon name={finding.severity} size={13} />
      <span>
        <span className={classes['title']}>{finding.title}</span>
        <span className={classes['summary']}>
          <LogText text={finding.summary} />
        </span>
      </span>
      {of > 1 && <span className={classes['nth']}>{texts.transaction.proof(1, of)}</span>}
    </AppLink>
  );
}

function AgainNote({ annotation }: Note<'again'>) {
  return (
    <div className={classes['again']}>
      {annotation.findings.map(({ finding, nth, of }) => (
        <AppLink
          key={finding.id}
          to={findingPath(finding.id)}
          className={classes['chip']}
          data-tone={finding.severity}
          title={texts.transaction.proof(nth, of)}
        >
          <Icon name={finding.severity} size={12} />
          {finding.title}
          <span className={classes['nth']}>{texts.transaction.proofShort(nth, of)}</span>
        </AppLink>
      ))}
    </div>
  );
}

function Missing({ step }: { readonly step: ExpectedStep }) {
  const zone = useZone();
  return (
    <>
      <span>
        {texts.transaction.missing}: <LogText text={step.what} />
      </span>
      {step.dueAt !== null && (
        <span className={classes['nth']}>{texts.transaction.due(momentText(step.dueAt, zone))}</span>
      )}
    </>
  );
}

function DeathNote({ annotation }: Note<'death'>) {
  return (
    <div className={classes['dashed']} data-death>
      <Icon name="death" size={13} />
      <span>
        <LogText text={annotation.step.what} />
        {annotation.missing.map((step) => (
          <span key={step.what} className={classes['lost']}>
            {texts.transaction.missing}: <LogText text={step.what} />
          </span>
        ))}
      </span>
    </div>
  );
}

export function AnnotationRow({ annotation }: { readonly annotation: Annotation }) {
  switch (annotation.kind) {
    case 'finding':
      return <FindingNote annotation={annotation} />;
    case 'again':
      return <AgainNote annotation={annotation} />;
    case 'death':
      return <DeathNote annotation={annotation} />;
    case 'missing':
      return (
        <div className={classes['dashed']}>
          <Icon name="missing" size={13} />
          <Missing step={annotation.step} />
        </div>
      );
  }
}
