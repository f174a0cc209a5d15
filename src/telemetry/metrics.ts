// Our own numbers in Prometheus form: what was read, what was found, how far behind we are, how fast we answer.
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly lines: Counter<'source'>;
  readonly bytes: Counter<'source'>;
  /** Records by what the store answered: indexed, duplicate, rejected. */
  readonly events: Counter<'source' | 'verdict'>;
  /** Findings written, by rule and verdict. */
  readonly findings: Counter<'rule' | 'verdict'>;
  readonly openFindings: Gauge<'rule'>;
  /** Bytes of a followed file that the store has not acknowledged. */
  readonly lagBytes: Gauge<'source'>;
  readonly lastRecordTime: Gauge<'source'>;
  readonly upToDateTime: Gauge<'source'>;
  readonly storeBytes: Gauge<'dataset'>;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly liveStreams: Gauge;
}

/** A registry of its own for every program (and every test): nothing global. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <L extends string>(name: string, help: string, labelNames: L[]): Counter<L> =>
    new Counter({ name: `shoptrace_${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> =>
    new Gauge({ name: `shoptrace_${name}`, help, labelNames, registers });
  return {
    registry,
    lines: counter('lines_total', 'Lines read.', ['source']),
    bytes: counter('bytes_total', 'Bytes read, decompressed.', ['source']),
    events: counter('events_total', 'Records by what the store answered.', ['source', 'verdict']),
    findings: counter('findings_total', 'Findings written.', ['rule', 'verdict']),
    openFindings: gauge('findings_open', 'Findings whose human state is open or regressed.', ['rule']),
    lagBytes: gauge('lag_bytes', 'Bytes of a followed file not acknowledged by the store.', ['source']),
    lastRecordTime: gauge('last_record_timestamp_seconds', 'Event time of the newest record.', ['source']),
    upToDateTime: gauge('up_to_date_timestamp_seconds', 'Last poll that found nothing left to read.', [
      'source',
    ]),
    storeBytes: gauge('store_bytes', 'Bytes of the store on disk.', ['dataset']),
    requestSeconds: new Histogram({
      name: 'shoptrace_http_request_duration_seconds',
      help: 'Time to the head of an answer, by route pattern.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
    liveStreams: gauge('live_streams', 'Open live streams.', []),
  };
}
