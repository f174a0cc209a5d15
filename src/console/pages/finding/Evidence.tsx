// The lines that prove a finding, marked among the lines around them; what should be there and is not, dashed.
import { Fragment } from 'react';
import type { EvidenceAnswer } from '../../../model/answers.js';
import type { FindingDetail } from '../../api/shapes.js';
import { useZone } from '../../api/hooks.js';
import { momentText } from '../../format/time.js';
import { Icon } from '../../parts/Icon.js';
import { LineRow } from '../../parts/LineRow.js';
import { LogText } from '../../parts/LogText.js';
import { Panel } from '../../parts/Panel.js';
import { Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import classes from './Evidence.module.css';

type Expected = Extract<EvidenceAnswer, { role: 'expected' }>;

function ExpectedRow({ expected }: { readonly expected: Expected }) {
  const zone = useZone();
  return (
    <li className={classes['expected']}>
      <Icon name="missing" size={14} />
      <span>
        <LogText text={expected.what} />
      </span>
      {expected.dueAt !== null && (
        <span className={classes['due']}>{texts.transaction.due(momentText(expected.dueAt, zone))}</span>
      )}
    </li>
  );
}

/** Lines between two that are shown, of the same file. */
function skipped(
  before: FindingDetail['lines'][number] | undefined,
  line: FindingDetail['lines'][number],
): boolean {
  return before !== undefined && (before.file !== line.file || line.line - before.line > 1);
}

function Lines({ detail }: { readonly detail: FindingDetail }) {
  return (
    <div className={classes['lines']}>
      {detail.lines.map((line, index) => {
        const before = detail.lines[index - 1];
        return (
          <Fragment key={line.event}>
            {skipped(before, line) && (
              <div className={classes['skip']}>
                {before?.file === line.file
                  ? texts.finding.linesBetween(line.line - before.line - 1)
                  : line.file}
              </div>
            )}
            <LineRow
              line={line}
              proof={line.role === 'proof'}
              showTransaction={detail.finding.case.kind !== 'transaction'}
            />
          </Fragment>
        );
      })}
    </div>
  );
}

export function Evidence({ detail }: { readonly detail: FindingDetail }) {
  const expected = detail.finding.evidence.filter((item): item is Expected => item.role === 'expected');
  const proofs = detail.lines.filter((line) => line.role === 'proof').length;
  return (
    <Panel title={texts.finding.evidence} count={texts.finding.proofs(proofs)} flush>
      {detail.lines.length === 0 ? (
        <Empty icon="lines" title={texts.finding.noEvidence} />
      ) : (
        <Lines detail={detail} />
      )}
      {expected.length > 0 && (
        <div className={classes['missing']}>
          <h3>{texts.finding.expected}</h3>
          <ul>
            {expected.map((item, index) => (
              <ExpectedRow key={index} expected={item} />
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}
