// One record of a trace: clock, distance from the line before, level, message, and where it stands.
import { memo } from 'react';
import type { LineAnswer } from '../../model/answers.js';
import { deltaText, preciseClockText } from '../format/time.js';
import { transactionPath } from '../navigation/query-state.js';
import { texts } from '../texts/texts.js';
import { AppLink } from './AppLink.js';
import { CopyButton } from './CopyButton.js';
import { Icon, type IconName } from './Icon.js';
import classes from './LineRow.module.css';
import { LogText } from './LogText.js';

export interface LineRowProps {
  readonly line: LineAnswer;
  readonly marked?: boolean;
  /** Proves what is being explained. */
  readonly proof?: boolean;
  /** Without the distance from the line before, where the order is not that of time. */
  readonly alone?: boolean;
  /** With a link to the line's transaction. */
  readonly showTransaction?: boolean;
}

const levelIcons: Readonly<Record<LineAnswer['level'], IconName>> = {
  info: 'other',
  success: 'check',
  warning: 'warning',
  error: 'critical',
};

function continuationOf(line: LineAnswer): string | null {
  const end = line.raw.indexOf('\n');
  return end < 0 ? null : line.raw.slice(end + 1).trimEnd();
}

function attachedText(line: LineAnswer): string | null {
  if (line.attached === 'own') return null;
  return line.attached === 'request'
    ? texts.transaction.attachedRequest
    : texts.transaction.attachedNeighbour;
}

export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { line, marked = false, proof = false, alone = false, showTransaction = false } = props;
  const continuation = continuationOf(line);
  const attached = attachedText(line);
  return (
    <div
      className={classes['line']}
      data-event={line.event}
      data-level={line.level}
      data-marked={marked || undefined}
      data-proof={proof || undefined}
      data-alone={alone || undefined}
    >
      <time
        className={classes['clock']}
        dateTime={line.at}
        title={`${line.localTime} ${line.zone} · ${line.at}`}
      >
        {preciseClockText(line.at, line.zone)}
      </time>
      {!alone && (
        <span className={classes['delta']}>{line.deltaMs === null ? '' : deltaText(line.deltaMs)}</span>
      )}
      <span className={classes['level']} title={texts.level[line.level]}>
        <Icon name={levelIcons[line.level]} size={13} />
      </span>
      <span className={classes['message']}>
        {showTransaction && line.transaction !== null && (
          <AppLink to={transactionPath(line.transaction)} className={classes['id']}>
            {line.transaction}
          </AppLink>
        )}
        <LogText text={line.message} />
        {attached !== null && <span className={classes['tag']}>{attached}</span>}
        {line.flags.map((flag) => (
          <span key={flag} className={classes['tag']}>
            {flag}
          </span>
        ))}
        {continuation !== null && (
          <span className={classes['continuation']}>
            <LogText text={continuation} />
          </span>
        )}
      </span>
      <span className={classes['place']} title={texts.lines.line(line.file, line.line)}>
        {line.line}
      </span>
      <span className={classes['copy']}>
        <CopyButton text={() => line.raw} label={texts.copy.line} />
      </span>
    </div>
  );
});
