// Progress of long work: a bar on a terminal's standard error, JSON lines when they are asked for, else nothing.
import type { JobProgress } from '../model/jobs.js';
import type { CommandContext } from './context.js';
import { byteText, grouped } from './output/table.js';

export interface ProgressReport {
  readonly update: (progress: JobProgress) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

const SILENT: ProgressReport = { update: () => undefined, end: () => undefined };

/** @param json progress objects on standard output (`--progress` with `--json`) */
export async function progressReport(context: CommandContext, json: boolean): Promise<ProgressReport> {
  if (json)
    return {
      update: (progress) =>
        void context.streams.out(`${JSON.stringify({ type: 'progress', ...progress })}\n`),
      end: () => undefined,
    };
  return context.streams.errIsTerminal ? await bar(context) : SILENT;
}

async function bar(context: CommandContext): Promise<ProgressReport> {
  const { default: progressBars } = await import('cli-progress');
  const started = context.now();
  const shown = new progressBars.SingleBar(
    {
      format: '{phase} {bar} {percentage} %  {done}  {lines} lines  {rate} lines/s  {left}',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    progressBars.Presets.shades_classic,
  );
  shown.start(1, 0, { phase: 'reading', percentage: 0, done: '', lines: '0', rate: '–', left: '' });
  return {
    update: (progress) => {
      const seconds = Math.max((context.now() - started) / 1000, 0.001);
      const total = progress.bytesTotal ?? progress.bytes;
      shown.setTotal(Math.max(total, 1));
      shown.update(progress.bytes, {
        phase: progress.phase,
        done: byteText(progress.bytes),
        lines: grouped(progress.lines),
        rate: grouped(Math.round(progress.lines / seconds)),
        left: progress.bytesTotal === null ? '' : leftText(progress, seconds),
      });
    },
    end: () => shown.stop(),
  };
}

function leftText({ bytes, bytesTotal }: JobProgress, seconds: number): string {
  if (bytesTotal === null || bytes === 0) return '';
  const left = Math.ceil(((bytesTotal - bytes) * seconds) / bytes);
  return left < 60 ? `${left} s left` : `${Math.ceil(left / 60)} min left`;
}
