// Search in the lines: words, levels, times; newest first, with a tail that follows until it is paused.
import { Button, Chip, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useLines } from '../../api/hooks.js';
import { useLive } from '../../api/live.js';
import { useQueryState } from '../../navigation/query-state.js';
import { ExportLinks } from '../../parts/ExportLinks.js';
import { FreshButton } from '../../parts/FreshButton.js';
import { Icon } from '../../parts/Icon.js';
import { MoreButton } from '../../parts/MoreButton.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Answer, Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import { Histogram } from './Histogram.js';
import { LineList } from './LineList.js';
import classes from './LinesPage.module.css';
import { TimeRange } from './TimeRange.js';

const PAGE_ITEMS = 200;
const TYPING_MS = 250;
const levels = ['error', 'warning', 'success', 'info'] as const;
const facets = ['code', 'action', 'transaction', 'generation'] as const;

function WordsBox() {
  const [query, change] = useQueryState();
  const [text, setText] = useState(query.get('words') ?? '');
  const apply = useDebouncedCallback((value: string) => change({ words: value.trim() }), TYPING_MS);
  return (
    <TextInput
      className={classes['words'] ?? ''}
      size="sm"
      leftSection={<Icon name="search" />}
      value={text}
      placeholder={texts.lines.wordsPlaceholder}
      aria-label={texts.lines.words}
      onChange={(event) => {
        setText(event.currentTarget.value);
        apply(event.currentTarget.value);
      }}
    />
  );
}

function Levels() {
  const [query, change] = useQueryState();
  const chosen = query.get('level')?.split(',') ?? [];
  return (
    <Chip.Group
      multiple
      value={chosen}
      onChange={(next) => change({ level: levels.filter((level) => next.includes(level)).join(',') })}
    >
      <div className={classes['chips']}>
        {levels.map((level) => (
          <Chip key={level} value={level} size="xs" radius="sm" variant="outline">
            {texts.level[level]}
          </Chip>
        ))}
      </div>
    </Chip.Group>
  );
}

/** Filters that other pages link with; each can be taken away. */
function Facets() {
  const [query, change] = useQueryState();
  return facets.map((name) => {
    const value = query.get(name);
    return value === null ? null : (
      <Button
        key={name}
        size="compact-xs"
        variant="default"
        rightSection={<Icon name="cross" size={11} />}
        onClick={() => change({ [name]: null })}
      >
        {texts.lines.facet[name]}: {value}
      </Button>
    );
  });
}

function TailButton() {
  const [query, change] = useQueryState();
  const { freshLines, show } = useLive();
  const following = query.get('tail') === 'on';
  useEffect(() => {
    if (following && freshLines) show(['lines']);
  }, [following, freshLines, show]);
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon name={following ? 'pause' : 'play'} size={13} />}
      aria-pressed={following}
      onClick={() => change({ tail: following ? null : 'on' })}
    >
      {following ? texts.lines.pause : texts.lines.tail}
    </Button>
  );
}

export default function LinesPage() {
  const [query] = useQueryState();
  const parameters = Object.fromEntries(
    ['words', 'level', 'from', 'to', ...facets].map((name) => [name, query.get(name)]),
  );
  const lines = useLines({ limit: PAGE_ITEMS, ...parameters });
  const items = lines.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead
        title={texts.lines.title}
        actions={
          <>
            <FreshButton of="lines" topics={['lines']} />
            <TailButton />
          </>
        }
      />
      <div className={classes['page']}>
        <div className={classes['filters']}>
          <WordsBox />
          <Levels />
          <TimeRange />
          <Facets />
        </div>
        <Panel
          title={texts.lines.newest}
          count={texts.lines.shown(items.length) + (lines.hasNextPage ? ' +' : '')}
          actions={<ExportLinks path="/lines" parameters={parameters} />}
          flush
        >
          <Answer query={lines} rows={14}>
            {() =>
              items.length === 0 ? (
                <Empty icon="lines" title={texts.lines.empty}>
                  {texts.lines.emptyText}
                </Empty>
              ) : (
                <>
                  <Histogram lines={items} whole={!lines.hasNextPage} filter={parameters} />
                  <LineList lines={items} />
                  <MoreButton query={lines} label={texts.lines.more} />
                </>
              )
            }
          </Answer>
        </Panel>
      </div>
    </>
  );
}
