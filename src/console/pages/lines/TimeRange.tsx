// From and to, typed as the shop prints time; the address keeps them in UTC.
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useZone } from '../../api/hooks.js';
import { localTimeText, parseLocalTime } from '../../format/local-time.js';
import { useQueryState } from '../../navigation/query-state.js';
import { texts } from '../../texts/texts.js';

function TimeBox({ name, label }: { readonly name: 'from' | 'to'; readonly label: string }) {
  const zone = useZone();
  const [query, change] = useQueryState();
  const stands = query.get(name);
  const shown = stands === null ? '' : localTimeText(stands, zone);
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? shown;
  const parsed = text.trim() === '' ? null : parseLocalTime(text, zone);
  const wrong = text.trim() !== '' && parsed === null;
  const apply = (): void => {
    if (typed === null || wrong) return;
    setTyped(null);
    if (typed !== shown) change({ [name]: parsed });
  };
  return (
    <TextInput
      size="xs"
      w={172}
      value={text}
      aria-label={label}
      placeholder={label}
      title={texts.lines.when}
      error={wrong ? texts.lines.wrongTime : null}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key === 'Enter') apply();
      }}
    />
  );
}

export function TimeRange() {
  const [query, change] = useQueryState();
  const limited = query.get('from') !== null || query.get('to') !== null;
  return (
    <>
      <TimeBox name="from" label={texts.lines.from} />
      <TimeBox name="to" label={texts.lines.to} />
      {limited && (
        <Button size="compact-xs" variant="subtle" onClick={() => change({ from: null, to: null })}>
          {texts.lines.clearTime}
        </Button>
      )}
    </>
  );
}
