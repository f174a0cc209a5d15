// Text from a log, as text nodes only; hidden and direction-changing characters show by their names.
import { memo } from 'react';
import { textPieces } from '../format/hostile-text.js';
import { texts } from '../texts/texts.js';
import classes from './LogText.module.css';

export const LogText = memo(function LogText({ text }: { readonly text: string }) {
  const pieces = textPieces(text);
  if (pieces.length === 1 && pieces[0]?.kind === 'plain') return <bdi>{pieces[0].text}</bdi>;
  return (
    <bdi>
      {pieces.map((piece, index) =>
        piece.kind === 'plain' ? (
          piece.text
        ) : (
          <span key={index} className={classes['hidden']} title={texts.lines.hiddenCharacter}>
            {piece.text}
          </span>
        ),
      )}
    </bdi>
  );
});
