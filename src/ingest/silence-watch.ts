// Notices when a followed source writes nothing for much longer than it usually rests at that hour.
import type { Generation } from '../model/block.js';
import { localStamp } from '../model/local-time.js';
import type { Dataset } from '../stores/store.js';
import type { PathStatus } from './follow-settings.js';
import type { SourceNotice } from './source-notice.js';
import { DAYS_LOOKED_AT, MINUTE_MS, UsualPauses } from './usual-pause.js';

const LOOK_EVERY_MS = MINUTE_MS;
/** A silence is as many usual pauses. */
const PAUSES = 3;
/** What is usual is worked out anew after so long. */
const KEPT_MS = 3_600_000;
/** So many sources are worked out in one look. */
const MOST_A_LOOK = 20;
const MOST_MINUTES = 30_000;
const DAY_MS = 86_400_000;
/** A source of which the last complete look is older is not silent but out of sight. */
const FRESH_MS = 2 * MINUTE_MS;

interface Watched {
  /** Changes when something was written. */
  seen: string;
  /** Since when nothing was written, as far as this process knows; of a steady clock. */
  quietSince: number;
  /** That it is silent is said. */
  isSilent: boolean;
  usual: { readonly pauses: UsualPauses; readonly until: number } | null;
}

export interface Moment {
  /** UTC ms. */
  readonly wall: number;
  /** Of a steady clock, ms. */
  readonly steady: number;
}

export interface SilenceDependencies {
  readonly dataset: Pick<Dataset, 'ledger' | 'countBy'>;
  readonly generationOf: (id: string) => Generation | undefined;
  readonly generationsOf: (source: string) => readonly Generation[];
  readonly say: (notice: SourceNotice) => Promise<void>;
}

export class SilenceWatch {
  readonly #dependencies: SilenceDependencies;
  /** By path. */
  readonly #watched = new Map<string, Watched>();
  #lookedAt = -Infinity;

  constructor(dependencies: SilenceDependencies) {
    this.#dependencies = dependencies;
  }

  async look(statuses: () => readonly PathStatus[], moment: Moment): Promise<void> {
    if (moment.steady - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = moment.steady;
    let left = MOST_A_LOOK;
    for (const status of statuses()) {
      const watched = this.#watchedOf(status, moment);
      if (watched === null || status.generation === null) continue;
      const seen = `${status.generation} ${status.size}`;
      if (seen !== watched.seen) {
        if (watched.isSilent) await this.#ended(status.generation, watched, moment);
        watched.seen = seen;
        watched.quietSince = moment.steady;
      } else if (!watched.isSilent && left > 0 && isInSight(status, moment)) {
        const quietMs = moment.steady - watched.quietSince;
        if (quietMs < PAUSES * MINUTE_MS) continue;
        if (watched.usual === null || watched.usual.until <= moment.steady) left -= 1;
        const usual = await this.#usualPause(status, watched, moment);
        if (usual !== null && quietMs > PAUSES * Math.max(usual, MINUTE_MS))
          await this.#began(status.generation, watched, { moment, quietMs, usual });
      }
    }
  }

  /** Null at the first sight of it. */
  #watchedOf({ path, generation, size }: PathStatus, { steady }: Moment): Watched | null {
    const known = this.#watched.get(path);
    if (known !== undefined) return known;
    const seen = `${generation} ${size}`;
    const said = generation === null ? null : this.#said(generation);
    const isSilent = said !== null && said['until'] === undefined;
    this.#watched.set(path, { seen, quietSince: steady, isSilent, usual: null });
    return null;
  }

  /** What was said last of a file, by this process or one before. */
  #said(id: string): SourceNotice['details'] | null {
    const { notices = [] } = this.#dependencies.generationOf(id) ?? {};
    return notices.find(({ rule }) => rule === 'source-silent')?.details ?? null;
  }

  async #usualPause({ source }: PathStatus, watched: Watched, moment: Moment): Promise<number | null> {
    if (watched.usual === null || watched.usual.until <= moment.steady)
      watched.usual = {
        pauses: new UsualPauses(await this.#minutesOf(source, moment.wall)),
        until: moment.steady + KEPT_MS,
      };
    const quietMs = moment.steady - watched.quietSince;
    return watched.usual.pauses.longest(moment.wall - quietMs, moment.wall);
  }

  /** Minutes of the last days in which the source printed lines. */
  async #minutesOf(source: string, wall: number): Promise<readonly number[]> {
    const { dataset, generationsOf } = this.#dependencies;
    const from = wall - (DAYS_LOOKED_AT + 1) * DAY_MS;
    const minutes = new Set<number>();
    for (const { id } of generationsOf(source)) {
      const ledger = await dataset.ledger(id);
      if (ledger === null || ledger.to === null || ledger.to < from) continue;
      const rows = await dataset.countBy(['minute'], { generation: id, from }, MOST_MINUTES);
      for (const { keys } of rows) minutes.add(Number(keys[0]));
    }
    return [...minutes].toSorted((a, b) => a - b);
  }

  async #began(
    id: string,
    watched: Watched,
    { moment, quietMs, usual }: { readonly moment: Moment; readonly quietMs: number; readonly usual: number },
  ): Promise<void> {
    const generation = this.#dependencies.generationOf(id);
    if (generation === undefined) return;
    watched.isSilent = true;
    await this.#dependencies.say(
      noticeOf(generation, {
        count: Number(this.#said(id)?.['count'] ?? 0) + 1,
        since: stampOf(moment.wall - quietMs, generation),
        usualMinutes: Math.max(1, Math.round(usual / MINUTE_MS)),
      }),
    );
  }

  /** @param id what is read now: after a rotation not what it was said of */
  async #ended(id: string, watched: Watched, { wall }: Moment): Promise<void> {
    watched.isSilent = false;
    for (const candidate of [id, watched.seen.split(' ')[0] ?? '']) {
      const generation = this.#dependencies.generationOf(candidate);
      const said = this.#said(candidate);
      if (generation === undefined || said === null || said['until'] !== undefined) continue;
      return await this.#dependencies.say(
        noticeOf(generation, { ...said, until: stampOf(wall, generation) }),
      );
    }
  }
}

function isInSight({ upToDateAt, problem }: PathStatus, { wall }: Moment): boolean {
  return problem === null && upToDateAt !== null && Math.abs(wall - upToDateAt) <= FRESH_MS;
}

const stampOf = (time: number, { zone }: Generation): string => localStamp(time, zone).slice(0, 16);

function noticeOf({ id, shop, source, path }: Generation, details: SourceNotice['details']): SourceNotice {
  return { rule: 'source-silent', generation: id, shop, source, path, details, evidence: [] };
}
