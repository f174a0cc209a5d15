// A sentence of a rule: what stands in backticks is code.
import classes from './Prose.module.css';
import { LogText } from './LogText.js';

export function Prose({ text }: { readonly text: string }) {
  const pieces = text.split('`');
  if (pieces.length % 2 === 0) return <LogText text={text} />;
  return (
    <span>
      {pieces.map((piece, index) =>
        index % 2 === 0 ? (
          <LogText key={index} text={piece} />
        ) : (
          <code key={index} className={classes['code']}>
            <LogText text={piece} />
          </code>
        ),
      )}
    </span>
  );
}
