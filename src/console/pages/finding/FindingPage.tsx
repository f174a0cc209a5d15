// One finding: what happened, why we think so, the lines that prove it, what to do, who did what.
import { useFinding } from '../../api/hooks.js';
import { ApiProblem } from '../../api/client.js';
import type { FindingDetail } from '../../api/shapes.js';
import { useZone } from '../../api/hooks.js';
import { transactionPath, usePathTail } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { SeverityBadge, StateBadge, VerdictBadge } from '../../parts/Badges.js';
import { CopyButton } from '../../parts/CopyButton.js';
import { caseText } from '../../parts/FindingRow.js';
import { LogText } from '../../parts/LogText.js';
import { PageHead } from '../../parts/PageHead.js';
import { Prose } from '../../parts/Prose.js';
import { Panel } from '../../parts/Panel.js';
import { Stamp } from '../../parts/Stamp.js';
import { StateActions } from '../../parts/StateActions.js';
import { Answer, Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import { Evidence } from './Evidence.js';
import classes from './FindingPage.module.css';
import { findingText } from './finding-text.js';
import { History } from './History.js';
import { Reasons } from './Reasons.js';

function What({ detail }: { readonly detail: FindingDetail }) {
  const { finding } = detail;
  const zone = useZone();
  return (
    <section className={classes['what']} data-tone={finding.severity}>
      <div className={classes['labels']}>
        <SeverityBadge severity={finding.severity} />
        <StateBadge state={finding.state} />
        <VerdictBadge verdict={finding.verdict} />
        <span className={classes['ticket']}>
          <CopyButton text={() => findingText(detail, zone)} label={texts.finding.ticket} wide />
        </span>
      </div>
      <p className={classes['summary']}>
        <LogText text={finding.summary} />
      </p>
      <div className={classes['advice']}>
        <h2>{texts.finding.advice}</h2>
        <p>
          <Prose text={finding.advice} />
        </p>
      </div>
      <dl className={classes['facts']}>
        <div>
          <dt>{texts.findings.case}</dt>
          <dd>
            {finding.case.kind === 'transaction' ? (
              <AppLink to={transactionPath(finding.case.key)} className={classes['case']}>
                {finding.case.key}
              </AppLink>
            ) : (
              caseText(finding)
            )}
          </dd>
        </div>
        <div>
          <dt>{texts.finding.count}</dt>
          <dd>{finding.count}</dd>
        </div>
        <div>
          <dt>{texts.finding.first}</dt>
          <dd>
            <Stamp at={finding.firstSeen} />
          </dd>
        </div>
        <div>
          <dt>{texts.finding.last}</dt>
          <dd>
            <Stamp at={finding.lastSeen} />
          </dd>
        </div>
      </dl>
      {finding.verdict !== 'pending' && (
        <div className={classes['actions']}>
          <StateActions findings={[finding]} />
        </div>
      )}
    </section>
  );
}

function Whole({ detail }: { readonly detail: FindingDetail }) {
  return (
    <div className={classes['page']}>
      <What detail={detail} />
      <Evidence detail={detail} />
      <div className={classes['columns']}>
        <Reasons finding={detail.finding} />
        <History detail={detail} />
      </div>
    </div>
  );
}

export default function FindingPage() {
  const id = usePathTail('/findings/');
  const query = useFinding(id);
  const unknown = query.error instanceof ApiProblem && query.error.status === 404 && !query.data;
  return (
    <>
      <PageHead
        title={query.data?.finding.title ?? texts.nav.findings}
        parent={{ path: '/findings', name: texts.findings.title }}
      />
      {unknown ? (
        <Panel>
          <Empty icon="findings" title={texts.finding.gone}>
            {texts.finding.goneText}
          </Empty>
        </Panel>
      ) : (
        <Answer query={query} rows={12}>
          {(detail) => <Whole detail={detail} />}
        </Answer>
      )}
    </>
  );
}
