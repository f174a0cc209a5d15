// Every file: how fresh, how far read, and a ledger in which each line has its place.
import { useSources } from '../../api/hooks.js';
import { FirstSteps } from '../../parts/FirstSteps.js';
import { JudgedState } from '../../parts/JudgedState.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { SourceTroubles } from '../../parts/SourceTroubles.js';
import { Answer, Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import { SourceCard } from './SourceCard.js';
import classes from './SourcesPage.module.css';

export default function SourcesPage() {
  const query = useSources();
  return (
    <>
      <PageHead title={texts.sources.title} lead={texts.sources.lead} />
      <Answer query={query} rows={10}>
        {({ items, judged }) =>
          items.length === 0 ? (
            <Panel>
              <SourceTroubles />
              <Empty icon="sources" title={texts.sources.empty}>
                <p>{texts.sources.emptyText}</p>
                <FirstSteps />
              </Empty>
            </Panel>
          ) : (
            <div className={classes['page']}>
              <section className={classes['judging']} aria-label={texts.judging.label}>
                <JudgedState judged={judged} />
              </section>
              <SourceTroubles />
              {items.map((source) => (
                <SourceCard key={source.generation} source={source} />
              ))}
            </div>
          )
        }
      </Answer>
    </>
  );
}
