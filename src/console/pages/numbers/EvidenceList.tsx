// Lines and rows that speak about a number: what, when, where it stands.
import type { NumberEvidence } from '../../../model/sequence-answers.js';
import { fileName } from '../../format/file-name.js';
import { visibleText } from '../../format/hostile-text.js';
import { LogText } from '../../parts/LogText.js';
import { Stamp } from '../../parts/Stamp.js';
import { texts } from '../../texts/texts.js';
import classes from './EvidenceList.module.css';

export function EvidenceList({ evidence }: { readonly evidence: readonly NumberEvidence[] }) {
  if (evidence.length === 0) return <p className={classes['none']}>{texts.numbers.noEvidence}</p>;
  return (
    <ul className={classes['list']}>
      {evidence.map((one) => (
        <li key={`${one.event} ${one.what}`} data-role={one.role}>
          <span className={classes['what']}>
            <LogText text={one.what} />
          </span>
          <span className={classes['where']}>
            {one.at !== null && <Stamp at={one.at} />}{' '}
            <span className={classes['file']} title={visibleText(one.file)}>
              {fileName(one.file)}:{one.line}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
