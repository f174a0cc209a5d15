// How long ago something was, kept current.
import { useNow } from './use-now.js';
import { agoText } from '../format/time.js';

export function Ago({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={at}>
      {agoText(at, now)}
    </time>
  );
}
