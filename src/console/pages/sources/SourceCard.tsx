// One source: what it is, and its two equations with every term.
import type { LedgerAnswer, SourceAnswer } from '../../../model/answers.js';
import { bytesText, countText } from '../../format/numbers.js';
import { fileName } from '../../format/file-name.js';
import { visibleText } from '../../format/hostile-text.js';
import { LedgerSums } from '../../parts/LedgerSums.js';
import { Panel } from '../../parts/Panel.js';
import { SourceFreshness } from '../../parts/SourceFreshness.js';
import { Stamp } from '../../parts/Stamp.js';
import { CopyButton } from '../../parts/CopyButton.js';
import { texts } from '../../texts/texts.js';
import classes from './SourceCard.module.css';

function lostBytes(ledger: LedgerAnswer): string[] {
  return [
    ledger.nulBytes > 0 ? texts.sources.nul(bytesText(ledger.nulBytes)) : '',
    ledger.vanishedBytes > 0 ? texts.sources.vanished(bytesText(ledger.vanishedBytes)) : '',
    ledger.truncatedBytes > 0 ? texts.sources.truncated(bytesText(ledger.truncatedBytes)) : '',
  ].filter((text) => text !== '');
}

export function SourceCard({ source }: { readonly source: SourceAnswer }) {
  const { ledger } = source;
  return (
    <Panel
      title={
        <span className={classes['file']} title={visibleText(source.file)}>
          {fileName(source.file)}
        </span>
      }
      actions={<SourceFreshness source={source} />}
    >
      <div className={classes['card']}>
        <dl className={classes['facts']}>
          <dt>{texts.sources.file}</dt>
          <dd className={classes['mono']}>{visibleText(source.file)}</dd>
          <dt>{texts.sources.shop}</dt>
          <dd>{source.shop}</dd>
          <dt>{texts.sources.kind}</dt>
          <dd>
            {source.kind}
            {source.form !== null && `, ${texts.sources.form.toLowerCase()} ${source.form}`}
          </dd>
          <dt>{texts.sources.zone}</dt>
          <dd>{source.zone}</dd>
          <dt>{texts.sources.covers}</dt>
          <dd>
            {ledger.from === null || ledger.to === null ? (
              '–'
            ) : (
              <>
                <Stamp at={ledger.from} /> – <Stamp at={ledger.to} />
              </>
            )}
          </dd>
          <dt>{texts.sources.read}</dt>
          <dd>
            {bytesText(source.offset)}
            {lostBytes(ledger).map((text) => (
              <span key={text} className={classes['lost']}>
                {text}
              </span>
            ))}
          </dd>
          <dt>{texts.sources.transactions}</dt>
          <dd>{countText(ledger.transactions)}</dd>
          <dt>{texts.sources.generation}</dt>
          <dd className={classes['mono']}>{source.generation}</dd>
          {ledger.sha256 !== null && (
            <>
              <dt>{texts.sources.sha256}</dt>
              <dd className={classes['hash']}>
                <span>{ledger.sha256}</span>
                <CopyButton text={() => ledger.sha256 ?? ''} label={texts.copy.hash} />
              </dd>
            </>
          )}
        </dl>
        <LedgerSums ledger={ledger} />
      </div>
    </Panel>
  );
}
