// "Nothing found" is a statement: what looked at what, until when, and what is not covered.
import { useZone } from '../../api/hooks.js';
import type { OverviewAnswer } from '../../api/shapes.js';
import { momentText } from '../../format/time.js';
import { Panel } from '../../parts/Panel.js';
import { Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';

export function NothingFound({ overview }: { readonly overview: OverviewAnswer }) {
  const zone = useZone();
  const { coverage, judged } = overview;
  const isJudged = judged.state === 'current';
  const until = coverage.asOf ?? coverage.through;
  return (
    <Panel title={texts.overview.newest}>
      <Empty
        icon={isJudged ? 'check' : 'clock'}
        title={isJudged ? texts.overview.nothing : texts.overview.nothingYet}
      >
        <p>
          {texts.overview.nothingText(
            overview.rules,
            overview.casesJudged,
            until === null ? '–' : momentText(until, zone),
          )}
        </p>
        {coverage.holes.map((hole) => (
          <p key={hole.from}>
            {texts.overview.hole(momentText(hole.from, zone), momentText(hole.to, zone), hole.why)}
          </p>
        ))}
      </Empty>
    </Panel>
  );
}
