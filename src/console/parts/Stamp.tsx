// A moment, told in the zone of the dataset; UTC on hover.
import { useZone } from '../api/hooks.js';
import { clockText, momentText } from '../format/time.js';

export interface StampProps {
  readonly at: string;
  readonly style?: 'moment' | 'clock';
}

export function Stamp({ at, style = 'moment' }: StampProps) {
  const zone = useZone();
  return (
    <time dateTime={at} title={`${momentText(at, zone)} ${zone ?? ''} · ${at}`}>
      {style === 'clock' ? clockText(at, zone) : momentText(at, zone)}
    </time>
  );
}
