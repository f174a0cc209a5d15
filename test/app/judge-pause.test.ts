// Live judging is quick with few files, and does not eat a machine with many.
import { describe, expect, it } from 'vitest';
import { JudgePause } from '../../src/app/judge-pause.js';

const pauseAfter = (tookMs: number): JudgePause => {
  const pause = new JudgePause();
  pause.judged(tookMs);
  return pause;
};

describe('the pause between two judgings', () => {
  it('is short where a judging is quick', () => {
    const { quietMs, busyMs } = pauseAfter(2);
    expect([quietMs, busyMs]).toEqual([300, 300]);
  });

  it('keeps judging to a hundredth of a quiet time, a tenth of a busy one, and under ten seconds', () => {
    expect(pauseAfter(50)).toMatchObject({ quietMs: 5_000, busyMs: 500 });
    expect(pauseAfter(100)).toMatchObject({ quietMs: 10_000, busyMs: 1_000 });
    expect(pauseAfter(5_000)).toMatchObject({ quietMs: 10_000, busyMs: 10_000 });
  });

  it('doubles while the store takes nothing, up to half a minute, and is short again afterwards', () => {
    const pause = pauseAfter(1);
    const pauses = Array.from({ length: 8 }, () => {
      pause.refused();
      return pause.quietMs;
    });
    expect(pauses).toEqual([600, 1_200, 2_400, 4_800, 9_600, 19_200, 30_000, 30_000]);
    expect(pause.busyMs).toBe(30_000);
    pause.judged(1);
    expect(pause.quietMs).toBe(300);
  });
});
