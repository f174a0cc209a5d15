// The engine in a thread of its own: it reads what was stored and judges it while the next lines are read.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { EngineStatistics, JudgeRequest, SourceNotice } from '../detectors/engine.js';
import type { Commit } from '../ingest/lane-contract.js';
import type { Finding } from '../model/finding.js';
import type { JudgeAnswer, JudgeCommand, JudgeTask } from './judge-messages.js';
import type { Judging } from './judging.js';
import { threadProgram, type ThreadProgram } from './package-paths.js';
import { revivedError } from './worker-messages.js';

/** Half of what Node takes: as fast here, and 24 MB less. */
const YOUNG_GENERATION_MB = 24;
/** Reading goes on while so many answers are awaited: two a batch. */
const MOST_AWAITED = 32;

/**
 * Nothing is started before there is something to judge: until then, an engine in this thread answers. What that one has
 * not written, the thread reads from the store again.
 */
export class JudgeThread implements Judging {
  readonly #task: JudgeTask;
  readonly #here: Judging;
  readonly #program: ThreadProgram;
  #notices: SourceNotice[] = [];
  #worker: Worker | null = null;
  #exited: Promise<unknown> = Promise.resolve();
  #statistics: EngineStatistics | null = null;
  #untold: Finding[] = [];
  #awaited = 0;
  #error: Error | null = null;
  #wake: () => void = () => undefined;

  /** @param here answers until the first lines are stored */
  constructor(task: JudgeTask, here: Judging, program: ThreadProgram = threadProgram('judge')) {
    this.#task = task;
    this.#here = here;
    this.#program = program;
  }

  async observe({ generation, shop, checkpointOffset }: Commit): Promise<void> {
    if (this.#worker === null) this.#start();
    this.#say({ type: 'stored', generation: generation.id, shop, checkpointOffset });
  }

  async catchUp(request: Omit<JudgeRequest, 'mode'>): Promise<readonly Finding[]> {
    if (this.#worker === null) return await this.#here.catchUp(request);
    this.#say({ type: 'catch-up', request });
    return await this.#told(MOST_AWAITED);
  }

  async judge(request: JudgeRequest): Promise<readonly Finding[]> {
    if (this.#worker === null) {
      const changed = await this.#here.judge(request);
      this.#notices = [];
      return changed;
    }
    this.#say({ type: 'judge', request });
    return await this.#told(request.mode === 'settle' ? 0 : MOST_AWAITED);
  }

  note(notice: SourceNotice): void {
    if (this.#worker !== null) this.#say({ type: 'note', notice });
    else {
      this.#here.note(notice);
      this.#notices.push(notice);
    }
  }

  async reopen(): Promise<void> {
    if (this.#worker === null) await this.#here.reopen();
    else this.#say({ type: 'reopen' });
  }

  statistics(): EngineStatistics {
    return this.#statistics ?? this.#here.statistics();
  }

  /** Whatever is under way is given up. */
  async close(): Promise<void> {
    this.#error ??= new Error('the judging thread is closed');
    this.#worker?.postMessage({ type: 'close' } satisfies JudgeCommand);
    await this.#exited;
    await this.#here.close();
  }

  #start(): void {
    const { url, execArgv } = this.#program;
    const worker = new Worker(url, {
      workerData: this.#task,
      execArgv: [...execArgv],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#worker = worker;
    this.#exited = once(worker, 'exit').catch(() => undefined);
    worker.on('message', (answer: JudgeAnswer) => this.#take(answer));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', (code) =>
      this.#fail(new Error(`the judging thread ended by itself (exit code ${code})`)),
    );
    // Cases that are held here and may not be judged yet are read again.
    if (this.#here.statistics().openCases > 0) this.#say({ type: 'catch-up', request: null });
    for (const notice of this.#notices) this.#say({ type: 'note', notice });
  }

  #say(command: JudgeCommand): void {
    if (this.#error !== null) throw this.#error;
    this.#awaited += 1;
    this.#worker?.postMessage(command);
  }

  #take(answer: JudgeAnswer): void {
    this.#awaited -= 1;
    if ('error' in answer) {
      this.#fail(revivedError(answer.error));
      return;
    }
    this.#statistics = answer.statistics;
    this.#untold.push(...answer.changed);
    this.#wake();
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#wake();
  }

  /** Findings that were not told yet, once no more than so many answers are awaited. @throws what the thread ran into */
  async #told(most: number): Promise<readonly Finding[]> {
    while (this.#error === null && this.#awaited > most)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#error !== null) throw this.#error;
    const told = this.#untold;
    this.#untold = [];
    return told;
  }
}
