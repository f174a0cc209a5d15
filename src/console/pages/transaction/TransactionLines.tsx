// The lines of a transaction: deltas, folded repeats, notes after their proofs, dashed lines for what is missing; or the raw bytes.
import { Switch } from '@mantine/core';
import { Fragment, useEffect, useMemo, useState } from 'react';
import type { LineAnswer, TransactionAnswer } from '../../../model/answers.js';
import { foldRepeats, type Folded } from '../../format/folding.js';
import { useQueryState } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { CopyButton } from '../../parts/CopyButton.js';
import { LineBlocks } from '../../parts/LineBlocks.js';
import { LineRow } from '../../parts/LineRow.js';
import { LogText } from '../../parts/LogText.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import { annotate, type Annotation, type Annotations } from './annotations.js';
import { AnnotationRow } from './AnnotationRow.js';
import { FoldButton } from './FoldButton.js';
import classes from './TransactionLines.module.css';

/** Shorter transactions are read whole. */
const FOLD_FROM_LINES = 40;

function AnnotatedLine(props: {
  readonly line: LineAnswer;
  readonly notes: readonly Annotation[];
  readonly marked: boolean;
}) {
  const { line, notes, marked } = props;
  return (
    <>
      <LineRow line={line} marked={marked} />
      {notes.map((note, index) => (
        <AnnotationRow key={index} annotation={note} />
      ))}
    </>
  );
}

interface FoldProps {
  readonly fold: Extract<Folded<LineAnswer>, { kind: 'fold' }>;
  readonly annotations: Annotations;
  readonly marked: string | null;
}

function Fold({ fold, annotations, marked }: FoldProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? fold.lines.some((line) => line.event === marked);
  return (
    <>
      <FoldButton fold={fold} open={open} onToggle={() => setChosen(!open)} />
      {open &&
        fold.lines.map((line) => (
          <AnnotatedLine
            key={line.event}
            line={line}
            notes={annotations.after.get(line.event) ?? []}
            marked={line.event === marked}
          />
        ))}
    </>
  );
}

function Annotated(props: { readonly transaction: TransactionAnswer; readonly fold: boolean }) {
  const { transaction, fold } = props;
  const [query] = useQueryState();
  const marked = query.get('line');
  const annotations = useMemo(() => annotate(transaction), [transaction]);
  const rows = useMemo<readonly Folded<LineAnswer>[]>(
    () =>
      fold
        ? foldRepeats(transaction.lines, (line) => line.code)
        : transaction.lines.map((line, index) => ({ kind: 'line', index, line })),
    [transaction, fold],
  );
  useEffect(() => {
    if (marked !== null)
      document.querySelector(`[data-event="${CSS.escape(marked)}"]`)?.scrollIntoView({ block: 'center' });
  }, [marked]);
  return (
    <div className={classes['lines']}>
      <LineBlocks rows={rows} keyOf={(row) => row.index}>
        {(row) => (
          <Fragment key={row.index}>
            {row.kind === 'line' ? (
              <AnnotatedLine
                line={row.line}
                notes={annotations.after.get(row.line.event) ?? []}
                marked={row.line.event === marked}
              />
            ) : (
              <Fold fold={row} annotations={annotations} marked={marked} />
            )}
          </Fragment>
        )}
      </LineBlocks>
      {annotations.atEnd.map((note, index) => (
        <AnnotationRow key={index} annotation={note} />
      ))}
    </div>
  );
}

function Raw({ lines }: Pick<TransactionAnswer, 'lines'>) {
  return (
    <section className={classes['raw']} aria-label={texts.transaction.rawHint}>
      {lines.map((line) => (
        <div key={line.event} className={classes['rawLine']}>
          <span className={classes['number']}>{line.line}</span>
          <span>
            <LogText text={line.raw} />
          </span>
        </div>
      ))}
    </section>
  );
}

/** From a minute before the first to a minute after the last line. */
function around(transaction: TransactionAnswer): { readonly from: string; readonly to: string } {
  const shift = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();
  return { from: shift(transaction.firstSeen, -60_000), to: shift(transaction.lastSeen, 60_000) };
}

export function TransactionLines({ transaction }: { readonly transaction: TransactionAnswer }) {
  const [query, change] = useQueryState();
  const raw = query.get('view') === 'raw';
  const foldable = transaction.lines.length >= FOLD_FROM_LINES;
  const fold = foldable && query.get('fold') !== 'off';
  return (
    <Panel
      title={texts.transaction.lines}
      count={transaction.lines.length}
      flush
      actions={
        <>
          {foldable && !raw && (
            <Switch
              size="xs"
              label={texts.transaction.fold}
              checked={fold}
              onChange={() => change({ fold: fold ? 'off' : null })}
            />
          )}
          <Switch
            size="xs"
            label={texts.transaction.raw}
            checked={raw}
            onChange={() => change({ view: raw ? null : 'raw' })}
          />
          <CopyButton
            label={texts.copy.lines}
            text={() => `${transaction.lines.map((line) => line.raw).join('\n')}\n`}
          />
          <AppLink to="/lines" query={around(transaction)} className={classes['more']}>
            {texts.transaction.searchLines}
          </AppLink>
        </>
      }
    >
      {raw ? <Raw lines={transaction.lines} /> : <Annotated transaction={transaction} fold={fold} />}
    </Panel>
  );
}
