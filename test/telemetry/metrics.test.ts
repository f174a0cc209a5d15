// Metrics: names that scrapers rely on, and registries that do not share anything.
import { describe, expect, test } from 'vitest';
import { createMetrics } from '../../src/telemetry/metrics.js';

describe('metrics', () => {
  test('carry our prefix and what they count', async () => {
    const metrics = createMetrics();
    metrics.lines.inc({ source: 'demo' }, 23);
    metrics.findings.inc({ rule: 'production-repeated', verdict: 'violated' });
    metrics.lagBytes.set({ source: 'demo' }, 4096);
    metrics.requestSeconds.observe({ method: 'GET', route: '/api/v1/lines', status: 200 }, 0.004);
    const text = await metrics.registry.metrics();
    expect(text).toContain('shoptrace_lines_total{source="demo"} 23');
    expect(text).toContain('shoptrace_findings_total{rule="production-repeated",verdict="violated"} 1');
    expect(text).toContain('shoptrace_lag_bytes{source="demo"} 4096');
    expect(text).toContain('le="0.005",method="GET",route="/api/v1/lines",status="200"} 1');
  });

  test('of two programs in one process are apart', async () => {
    const one = createMetrics();
    const other = createMetrics();
    one.lines.inc({ source: 'a' }, 5);
    expect(await other.registry.metrics()).not.toContain('source="a"');
  });
});
