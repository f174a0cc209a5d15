// No traces at all: says so, and how to bring some.
import { FirstSteps } from '../../parts/FirstSteps.js';
import { Panel } from '../../parts/Panel.js';
import { SourceTroubles } from '../../parts/SourceTroubles.js';
import { Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';

export function NoData() {
  return (
    <Panel>
      <SourceTroubles />
      <Empty icon="sources" title={texts.overview.noData}>
        <p>{texts.overview.noDataText}</p>
        <FirstSteps />
      </Empty>
    </Panel>
  );
}
