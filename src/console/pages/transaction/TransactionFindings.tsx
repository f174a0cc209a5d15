// What the rules found about this transaction.
import type { FindingAnswer } from '../../../model/answers.js';
import { FindingRow } from '../../parts/FindingRow.js';
import { Panel } from '../../parts/Panel.js';
import { Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';

export function TransactionFindings({ findings }: { readonly findings: readonly FindingAnswer[] }) {
  return (
    <Panel title={texts.transaction.findings} count={findings.length} flush>
      {findings.length === 0 ? (
        <Empty icon="check" title={texts.transaction.noFindings} />
      ) : (
        <ul>
          {findings.map((finding) => (
            <FindingRow key={finding.id} finding={finding} showCase={false} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
