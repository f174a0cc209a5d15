// Rows of a dashboard look like the rows of the pages they come from.
import type { SourceAnswer } from '../../../model/answers.js';
import type { PanelAnswer } from '../../../model/dashboard.js';
import { useFreshSources } from '../../api/hooks.js';
import { fileName } from '../../format/file-name.js';
import { FindingRow } from '../../parts/FindingRow.js';
import { LineRow } from '../../parts/LineRow.js';
import { SourceFreshness } from '../../parts/SourceFreshness.js';
import { Empty } from '../../parts/States.js';
import { TransactionTable } from '../../parts/TransactionTable.js';
import { texts } from '../../texts/texts.js';
import classes from './Rows.module.css';

function Sources({ items }: { readonly items: readonly SourceAnswer[] }) {
  return (
    <ul className={classes['sources']}>
      {useFreshSources(items).map((source) => (
        <li key={source.generation}>
          <code>{fileName(source.file)}</code>
          <SourceFreshness source={source} />
        </li>
      ))}
    </ul>
  );
}

export function Rows({ answer }: { readonly answer: Extract<PanelAnswer, { kind: 'rows' }> }) {
  if (answer.items.length === 0) return <Empty icon="dashboards" title={texts.dashboards.nothing} />;
  switch (answer.ask) {
    case 'findings':
      return (
        <ul>
          {answer.items.map((finding) => (
            <FindingRow key={finding.id} finding={finding} />
          ))}
        </ul>
      );
    case 'lines':
      return (
        <div className={classes['lines']}>
          {answer.items.map((line) => (
            <LineRow key={line.event} line={line} alone showTransaction />
          ))}
        </div>
      );
    case 'transactions':
      return <TransactionTable items={answer.items} />;
    case 'sources':
      return <Sources items={answer.items} />;
  }
}
