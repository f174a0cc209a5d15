// A finding as one row: severity, title, summary, case, when.
import type { FindingAnswer } from '../../model/answers.js';
import { visibleText } from '../format/hostile-text.js';
import { findingPath } from '../navigation/query-state.js';
import { texts } from '../texts/texts.js';
import { AppLink } from './AppLink.js';
import { SeverityBadge, StateBadge, VerdictBadge } from './Badges.js';
import classes from './FindingRow.module.css';
import { LogText } from './LogText.js';
import { Stamp } from './Stamp.js';

export interface FindingRowProps {
  readonly finding: FindingAnswer;
  readonly showCase?: boolean;
}

export function caseText(finding: Pick<FindingAnswer, 'case'>): string {
  return `${texts.caseKind[finding.case.kind]} ${visibleText(finding.case.key)}`;
}

export interface FindingLineProps {
  readonly finding: FindingAnswer;
  /** Severity of the group it stands in; said again only where it differs. */
  readonly groupSeverity: FindingAnswer['severity'];
  readonly before?: React.ReactNode;
}

/** Inside a group of its rule: one line. */
export function FindingLine({ finding, groupSeverity, before }: FindingLineProps) {
  return (
    <li className={classes['row']}>
      {before}
      <AppLink to={findingPath(finding.id)} className={classes['flat']} data-row>
        <span className={classes['flatSummary']}>
          {finding.severity !== groupSeverity && <SeverityBadge severity={finding.severity} quiet />}
          <LogText text={finding.summary} />
        </span>
        <span className={classes['flatState']}>
          {finding.count > 1 && (
            <span className={classes['count']} title={texts.findings.timesHint(finding.count)}>
              {texts.findings.times(finding.count)}
            </span>
          )}
          {finding.state !== 'open' && <StateBadge state={finding.state} />}
          <VerdictBadge verdict={finding.verdict} />
        </span>
        <span className={classes['flatCase']}>{caseText(finding)}</span>
        <span className={classes['flatTime']}>
          <Stamp at={finding.lastSeen} />
        </span>
      </AppLink>
    </li>
  );
}

export function FindingRow({ finding, showCase = true }: FindingRowProps) {
  return (
    <li className={classes['row']}>
      <AppLink to={findingPath(finding.id)} className={classes['link']} data-row>
        <span className={classes['head']}>
          <SeverityBadge severity={finding.severity} quiet />
          <span className={classes['title']}>{finding.title}</span>
          {finding.count > 1 && (
            <span className={classes['count']} title={texts.findings.timesHint(finding.count)}>
              {texts.findings.times(finding.count)}
            </span>
          )}
          {finding.state !== 'open' && <StateBadge state={finding.state} />}
          <VerdictBadge verdict={finding.verdict} />
        </span>
        <span className={classes['summary']}>
          <LogText text={finding.summary} />
        </span>
        <span className={classes['foot']}>
          {showCase && <span className={classes['case']}>{caseText(finding)}</span>}
          <Stamp at={finding.lastSeen} />
        </span>
      </AppLink>
    </li>
  );
}
